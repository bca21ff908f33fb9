/// Reads the grammar of `Sec-WebSocket-Extensions` from the left, byte by byte.
struct ExtensionScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func list() -> [ExtensionOffer]? {
        var offers: [ExtensionOffer] = []
        repeat {
            // A list may have empty elements (RFC 9110 §5.6.1.2).
            skipBlanks()
            guard position < bytes.count, bytes[position] != UInt8(ascii: ",") else { continue }
            guard let offer = offer() else { return nil }
            offers.append(offer)
        } while take(",")
        return position == bytes.count ? offers : nil
    }

    private mutating func offer() -> ExtensionOffer? {
        guard let name = token() else { return nil }
        var offer = ExtensionOffer(name: name)
        while take(";") {
            guard let name = token() else { return nil }
            var parameter = ExtensionOffer.Parameter(name: name)
            if take("=") {
                guard let value = quoted() ?? token() else { return nil }
                parameter.value = value
            }
            offer.parameters.append(parameter)
        }
        return offer
    }

    private mutating func token() -> String? {
        skipBlanks()
        let start = position
        while position < bytes.count, bytes[position].isTokenCharacter { position += 1 }
        guard position > start else { return nil }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// "The value after quoted-string unescaping MUST conform to the 'token' ABNF" (RFC 6455 §9.1).
    private mutating func quoted() -> String? {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        var value: [UInt8] = []
        var isEscaped = false
        for index in bytes.indices[(position + 1)...] {
            switch bytes[index] {
            case UInt8(ascii: "\\") where !isEscaped: isEscaped = true
            case UInt8(ascii: "\"") where !isEscaped:
                position = index + 1
                return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
            case let byte:
                guard byte.isTokenCharacter else { return nil }
                value.append(byte)
                isEscaped = false
            }
        }
        return nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    }
}

internal import HTTP

/// Reads the grammar of `Sec-WebSocket-Extensions` from the left, byte by byte.
struct ExtensionScanner {
    private var field: FieldScanner

    init(_ text: String) { field = FieldScanner(text) }

    mutating func list() -> [ExtensionOffer]? {
        var offers: [ExtensionOffer] = []
        repeat {
            // A list may have empty elements (RFC 9110 §5.6.1.2).
            field.skipBlanks()
            guard let next = field.next, next != UInt8(ascii: ",") else { continue }
            guard let offer = offer() else { return nil }
            offers.append(offer)
        } while field.take(",")
        return field.isAtEnd ? offers : nil
    }

    private mutating func offer() -> ExtensionOffer? {
        guard let name = field.token() else { return nil }
        var offer = ExtensionOffer(name: name)
        while field.take(";") {
            guard let name = field.token() else { return nil }
            var parameter = ExtensionOffer.Parameter(name: name)
            if field.take("=") {
                // "The value after quoted-string unescaping MUST conform to the 'token' ABNF" (RFC 6455 §9.1).
                guard let value = field.value(), value.isToken else { return nil }
                parameter.value = value
            }
            offer.parameters.append(parameter)
        }
        return offer
    }
}

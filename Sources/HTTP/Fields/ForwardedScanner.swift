/// Reads `Forwarded` from left to right (RFC 7239 §4).
///
///     Forwarded         = 1#forwarded-element
///     forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
///     forwarded-pair    = token "=" ( token / quoted-string )
package enum ForwardedScanner {
    private typealias Bytes = ArraySlice<UInt8>

    /// The `for` of each element, `unknown` where there is none; `nil` if the grammar is broken.
    package static func nodes(_ text: String) -> [String]? {
        var nodes: [String] = []
        for element in split(Array(text.utf8)[...], at: UInt8(ascii: ",")) where !element.allSatisfy(isBlank) {
            var node: String?
            for pair in split(element, at: UInt8(ascii: ";")) {
                let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, let value = unquoted(parts[1]) else { return nil }
                guard parts[0].drop(while: isBlank).map({ $0 | 0x20 }).elementsEqual("for".utf8) else { continue }
                guard node == nil else { return nil }
                node = String(decoding: value, as: UTF8.self)
            }
            nodes.append(node ?? "unknown")
        }
        return nodes
    }

    /// Cuts at a separator that is not within quotes.
    private static func split(_ text: Bytes, at separator: UInt8) -> [Bytes] {
        var parts: [Bytes] = []
        var (start, isQuoted, isEscaped) = (text.startIndex, false, false)
        for index in text.indices {
            let byte = text[index]
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\"), isQuoted {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == separator, !isQuoted {
                parts.append(text[start..<index])
                start = index + 1
            }
        }
        return parts + [text[start...]]
    }

    private static func unquoted(_ text: Bytes) -> Bytes? {
        let quote = UInt8(ascii: "\"")
        var value = text
        while let last = value.last, isBlank(last) { value.removeLast() }
        guard value.first == quote else { return value.isEmpty || value.contains(quote) ? nil : value }
        let inside = value.dropFirst().dropLast()
        // No address needs an escape.
        guard value.count >= 2, value.last == quote, !inside.contains(UInt8(ascii: "\\")), !inside.contains(quote)
        else {
            return nil
        }
        return inside
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

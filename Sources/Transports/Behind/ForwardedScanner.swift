/// Reads `Forwarded` from left to right (RFC 7239 §4).
///
///     Forwarded         = 1#forwarded-element
///     forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
///     forwarded-pair    = token "=" ( token / quoted-string )
enum ForwardedScanner {
    /// The `for` of each element, `unknown` where there is none; `nil` if the grammar is broken.
    static func nodes(_ text: String) -> [String]? {
        var nodes: [String] = []
        for element in split(text[...], at: ",") where element.contains(where: { $0 != " " && $0 != "\t" }) {
            var node: String?
            for pair in split(element, at: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, let value = unquoted(parts[1]) else { return nil }
                guard parts[0].drop(while: { $0 == " " || $0 == "\t" }).lowercased() == "for" else { continue }
                guard node == nil else { return nil }
                node = value
            }
            nodes.append(node ?? "unknown")
        }
        return nodes
    }

    /// Cuts at a separator that is not within quotes.
    private static func split(_ text: Substring, at separator: Character) -> [Substring] {
        var parts: [Substring] = []
        var (start, isQuoted, isEscaped) = (text.startIndex, false, false)
        for index in text.indices {
            let character = text[index]
            if isEscaped {
                isEscaped = false
            } else if character == "\\", isQuoted {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == separator, !isQuoted {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
        }
        return parts + [text[start...]]
    }

    private static func unquoted(_ text: Substring) -> String? {
        var value = text
        while value.last == " " || value.last == "\t" { value.removeLast() }
        guard value.first == "\"" else { return value.isEmpty || value.contains("\"") ? nil : String(value) }
        let inside = value.dropFirst().dropLast()
        // No address needs an escape.
        guard value.count >= 2, value.last == "\"", !inside.contains("\\"), !inside.contains("\"") else { return nil }
        return String(inside)
    }
}

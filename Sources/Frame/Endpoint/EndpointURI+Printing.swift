extension EndpointURI: CustomStringConvertible {
    /// The URI as it may be shown to anybody: secrets are replaced by `••••`, and control characters are percent-encoded.
    ///
    /// Without secrets in it, it reads as the same URI again.
    public var description: String {
        var text = scheme + ":"
        if let host {
            text += "//"
            if let user { text += user.percentEncoded(":/@?[") + (password == nil ? "" : ":••••") + "@" }
            text += host.utf8.contains(UInt8(ascii: ":")) ? "[\(host.percentEncoded("%"))]" : host.percentEncoded("")
            if let port { text += ":\(port)" }
        }
        // Two slashes would read as the beginning of a host.
        text +=
            host == nil && path.utf8.starts(with: "//".utf8)
            ? "/%2F" + Substring(path.utf8.dropFirst(2)).percentEncoded("?") : path.percentEncoded("?")
        for (index, parameter) in parameters.enumerated() {
            text += (index == 0 ? "?" : "&") + parameter.description
        }
        return text
    }
}

extension EndpointURI {
    /// Whether a part of it must not be seen, and is hidden when it is printed.
    package var holdsSecret: Bool { password != nil || parameters.contains(where: \.holdsSecret) }
}

extension EndpointURI: CustomReflectable {
    /// Shows the description alone, because `dump` and `Mirror` would show secrets otherwise.
    public var customMirror: Mirror { Mirror(self, children: ["uri": description]) }
}

extension EndpointURI.Parameter: CustomStringConvertible, CustomReflectable {
    /// `name=value`, or the name alone; a secret is replaced by `••••`.
    public var description: String {
        let shown = isSecret && !value.isEmpty ? "••••" : withoutSecrets.percentEncoded("&")
        return name.percentEncoded("&=") + (value.isEmpty && !name.isEmpty ? "" : "=" + shown)
    }

    /// Shows the description alone, because `dump` and `Mirror` would show secrets otherwise.
    public var customMirror: Mirror { Mirror(self, children: ["parameter": description]) }

    /// The value, which may be a query or a URI with parameters of its own, and secrets among them.
    private var withoutSecrets: String {
        if let cover { return cover }
        guard holdsSecret else { return value }
        return value.unicodeScalars.split(separator: "&", omittingEmptySubsequences: false).map(Substring.init)
            .map { pair in Self.isSecretPair(pair) ? pair.cut(at: "=").0 + "=••••" : pair }
            .joined(separator: "&")
    }

    /// Whether the value must not be seen, or a part of it.
    var holdsSecret: Bool {
        cover != nil || isSecret && !value.isEmpty
            || value.unicodeScalars.split(separator: "&").map(Substring.init).contains(where: Self.isSecretPair)
    }

    /// Whether a `name=value` within a value must not be seen.
    private static func isSecretPair(_ pair: Substring) -> Bool {
        let (name, text) = pair.cut(at: "=")
        guard text?.isEmpty == false else { return false }
        // Percent-encoding, as in `t%6Fken`, is no way to show a secret.
        return Self((try? name.percentDecoded()) ?? String(name), "").isSecret
    }

    /// Whether the name says that the value must not be seen; what stands in a header field is often a secret.
    var isSecret: Bool {
        let name = name.lowercased()
        return ["token", "password", "secret", "passphrase", "header"].contains {
            name.utf8.reversed().starts(with: $0.utf8.reversed())
        }
    }
}

extension StringProtocol {
    /// Writes as `%XX` what would not be read as it stands: blanks, control characters, `#`, the `reserved` ones, and a `%`
    /// before two hexadecimal digits.
    fileprivate func percentEncoded(_ reserved: String) -> String {
        let bytes = Array(utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let isEscape = byte == UInt8(ascii: "%") && bytes[(index + 1)...].prefix(2).count { $0.isHexDigit } == 2
            guard byte <= 0x20 || byte == 0x7f || "#\(reserved)".utf8.contains(byte) || isEscape else {
                text.append(byte)
                continue
            }
            text += [UInt8(ascii: "%"), UInt8.hexDigits[Int(byte >> 4)], UInt8.hexDigits[Int(byte & 0xf)]]
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate static let hexDigits = Array("0123456789ABCDEF".utf8)

    var isHexDigit: Bool { Character(UnicodeScalar(self)).isHexDigit }
}

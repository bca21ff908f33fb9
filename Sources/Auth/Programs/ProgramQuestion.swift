internal import Frame

/// What a program is asked: credentials as one line of JSON (RFC 8259).
enum ProgramQuestion {
    /// The longest line, in bytes.
    private static let limit = 32 * 1024

    /// The line, with its end; `nil` if it would be too long for any sensible program.
    static func line(_ credentials: Credentials) -> [UInt8]? {
        var members: [(String, String)] = []
        if let basic = credentials.basic {
            members.append(("user", JSONText.string(basic.user)))
            members.append(("password", JSONText.string(basic.password.reveal())))
        }
        if let token = credentials.bearer { members.append(("token", JSONText.string(token.reveal()))) }
        if let certificate = credentials.certificate { members.append(("certificate", object(certificate))) }
        let line = Array((JSONText.object(members) + "\n").utf8)
        return line.count <= limit ? line : nil
    }

    private static func object(_ certificate: PeerCertificate) -> String {
        JSONText.object([
            ("commonName", certificate.commonName.map(JSONText.string) ?? "null"),
            ("hosts", JSONText.array(certificate.hosts)),
            ("addresses", JSONText.array(certificate.addresses)),
            ("uris", JSONText.array(certificate.uris)),
        ])
    }
}

/// Values written as JSON, on one line.
private enum JSONText {
    static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { string($0.0) + ":" + $0.1 }.joined(separator: ",") + "}"
    }

    static func array(_ texts: [String]) -> String { "[" + texts.map(string).joined(separator: ",") + "]" }

    /// "All Unicode characters may be placed within the quotation marks, except for … quotation mark, reverse solidus, and the
    /// control characters" (§7).
    static func string(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..."\u{1f}":
                quoted += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

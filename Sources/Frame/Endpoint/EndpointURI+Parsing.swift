extension EndpointURI {
    /// Reads a URI.
    ///
    /// Longer than 8,192 bytes is an error.
    ///
    /// - Parameter defaultScheme: what a text without a colon means: `ethws0` is `tap:ethws0` where the default is `tap`.
    public init(_ text: String, defaultScheme: String? = nil) throws(EndpointURIError) {
        guard text.utf8.count <= 8192 else { throw .tooLong(byteCount: text.utf8.count) }
        let (front, query) = text[...].cut(at: "?")
        guard let (scheme, hierarchy) = Self.schemeAndRest(of: front, default: defaultScheme) else {
            throw .missingScheme(Self.withoutSecrets(front, hasQuery: query != nil))
        }
        // RFC 3986 §3.5, RFC 6455 §3: nothing that is named here has fragments.
        guard !text.utf8.contains(UInt8(ascii: "#")) else {
            throw .unexpectedPart("fragment: a '#' in a name is written '%23'", in: scheme)
        }
        self.init(scheme: scheme, parameters: try Self.parameters(query))
        guard hierarchy.unicodeScalars.starts(with: "//".unicodeScalars) else {
            path = try hierarchy.percentDecoded()
            return
        }
        let authority = Substring(hierarchy.unicodeScalars.dropFirst(2))
        let slash = authority.unicodeScalars.firstIndex(of: "/") ?? authority.endIndex
        path = try authority[slash...].percentDecoded()
        try readAuthority(authority[..<slash])
    }

    /// Cuts off the scheme: what stands before a colon that no slash precedes.
    private static func schemeAndRest(of text: Substring, default defaultScheme: String?) -> (String, Substring)? {
        guard let end = text.unicodeScalars.firstIndex(where: { $0 == ":" || $0 == "/" }),
            text.unicodeScalars[end] == ":"
        else {
            return text.isEmpty ? nil : defaultScheme.map { ($0, text) }
        }
        guard isScheme(text[..<end]) else { return nil }
        return (String(text[..<end]), text[text.unicodeScalars.index(after: end)...])
    }

    /// A text that is no URI, as an error may show it: somebody may have meant a password by what stands before an `@`.
    private static func withoutSecrets(_ text: Substring, hasQuery: Bool) -> String {
        let place = text.unicodeScalars.lastIndex(of: "@").map { "••••" + text[$0...] } ?? String(text)
        return hasQuery ? place + "?…" : place
    }

    private mutating func readAuthority(_ authority: Substring) throws(EndpointURIError) {
        var place = authority
        if let at = authority.unicodeScalars.lastIndex(of: "@") {
            let (name, secret) = authority[..<at].cut(at: ":")
            user = try name.percentDecoded()
            password = try secret?.percentDecoded(isSecret: true)
            place = authority[authority.unicodeScalars.index(after: at)...]
        }
        guard let digits = try readHost(place), !digits.isEmpty else { return }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(digits) else {
            throw .invalidPort(String(digits))
        }
        port = number
    }

    /// Reads the host, and returns what stands behind its colon.
    private mutating func readHost(_ place: Substring) throws(EndpointURIError) -> Substring? {
        var (name, digits) = place.cut(at: ":")
        let isAddress = place.unicodeScalars.first == "["
        if isAddress {
            let (inside, rest) = Substring(place.unicodeScalars.dropFirst()).cut(at: "]")
            guard let rest, rest.isEmpty || rest.unicodeScalars.first == ":" else { throw .invalidHost(String(place)) }
            (name, digits) = (inside, rest.isEmpty ? nil : Substring(rest.unicodeScalars.dropFirst()))
        }
        let host = try name.percentDecoded()
        guard isAddress ? Self.isAddress(host) : Self.isName(host), digits?.utf8.contains(UInt8(ascii: ":")) != true
        else {
            throw .invalidHost(String(place))
        }
        self.host = host
        return digits
    }

    /// Whether nothing in `text` could be taken for another part of a URI or of an HTTP head.
    private static func isName(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && !"/?#[]@:\\".utf8.contains($0) }
    }

    /// Whether `text` looks like an IPv6 address, perhaps with a zone behind it (RFC 6874).
    ///
    /// The resolver knows for sure.
    private static func isAddress(_ text: String) -> Bool {
        let (address, zone) = text[...].cut(at: "%")
        return address.utf8.contains(UInt8(ascii: ":")) && isName(String(zone ?? ""))
            && address.utf8.allSatisfy { $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }

    private static func parameters(_ query: Substring?) throws(EndpointURIError) -> [Parameter] {
        var parameters: [Parameter] = []
        for pair in query?.unicodeScalars.split(separator: "&") ?? [] {
            let (name, value) = Substring(pair).cut(at: "=")
            // Which values are secret is for the component to declare, and nothing is known of it yet.
            let text = try value?.percentDecoded(isSecret: true) ?? ""
            parameters.append(Parameter(try name.percentDecoded(), text))
        }
        return parameters
    }
}

extension Substring {
    /// What stands before the first `separator`, and what behind it, if there is one.
    ///
    /// Looks at scalars, because a combining mark behind a separator does not make it another one.
    func cut(at separator: Unicode.Scalar) -> (Substring, Substring?) {
        guard let index = unicodeScalars.firstIndex(of: separator) else { return (self, nil) }
        return (self[..<index], self[unicodeScalars.index(after: index)...])
    }

    /// Replaces each `%XX` by the byte it names (RFC 3986 §2.1).
    ///
    /// NUL is refused: no file, host or interface can have it.
    /// - Parameter isSecret: whether an error must not show the text.
    func percentDecoded(isSecret: Bool = false) throws(EndpointURIError) -> String {
        let encoded = Array(utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count)
        var index = 0
        while index < encoded.count {
            if encoded[index] == UInt8(ascii: "%"), index + 2 < encoded.count,
                let high = Character(UnicodeScalar(encoded[index + 1])).hexDigitValue,
                let low = Character(UnicodeScalar(encoded[index + 2])).hexDigitValue
            {
                bytes.append(UInt8(high << 4 | low))
                index += 3
            } else {
                bytes.append(encoded[index])
                index += 1
            }
        }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw .invalidEncoding(isSecret ? "••••" : String(self))
        }
        return text
    }
}

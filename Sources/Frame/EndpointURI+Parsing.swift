extension EndpointURI {
    /// Reads a URI.
    ///
    /// Longer than 8,192 bytes is an error.
    ///
    /// - Parameter defaultScheme: what a text without a colon means: `ethws0` is `tap:ethws0` where the default is `tap`.
    public init(_ text: String, defaultScheme: String? = nil) throws(EndpointURIError) {
        guard text.utf8.count <= 8192 else { throw .tooLong(byteCount: text.utf8.count) }
        guard let colon = text.firstIndex(of: ":") else {
            guard let defaultScheme, !text.isEmpty else { throw .missingScheme(text) }
            self.init(scheme: defaultScheme, path: text)
            return
        }
        guard Self.isScheme(text[..<colon]) else { throw .missingScheme(text) }
        let (hierarchy, query) = text[text.index(after: colon)...].cut(at: "?")
        self.init(scheme: String(text[..<colon]), parameters: try Self.parameters(query))
        guard hierarchy.hasPrefix("//") else {
            path = try hierarchy.percentDecoded()
            return
        }
        let slash = hierarchy.dropFirst(2).firstIndex(of: "/") ?? hierarchy.endIndex
        path = try hierarchy[slash...].percentDecoded()
        try readAuthority(hierarchy[..<slash].dropFirst(2))
    }

    private mutating func readAuthority(_ authority: Substring) throws(EndpointURIError) {
        var place = authority
        if let at = authority.lastIndex(of: "@") {
            let (name, secret) = authority[..<at].cut(at: ":")
            user = try name.percentDecoded()
            password = try secret?.percentDecoded()
            place = authority[authority.index(after: at)...]
        }
        let digits: Substring?
        if place.first == "[" {
            guard let bracket = place.firstIndex(of: "]") else { throw .invalidHost(String(place)) }
            host = String(place[place.index(after: place.startIndex)..<bracket])
            let rest = place[place.index(after: bracket)...]
            guard rest.isEmpty || rest.first == ":", host?.contains(":") == true else {
                throw .invalidHost(String(place))
            }
            digits = rest.isEmpty ? nil : rest.dropFirst()
        } else {
            let (name, number) = place.cut(at: ":")
            guard number?.contains(":") != true else { throw .invalidHost(String(place)) }
            host = try name.percentDecoded()
            digits = number
        }
        guard let digits, !digits.isEmpty else { return }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(digits) else {
            throw .invalidPort(String(digits))
        }
        port = number
    }

    private static func parameters(_ query: Substring?) throws(EndpointURIError) -> [Parameter] {
        var parameters: [Parameter] = []
        for pair in query?.split(separator: "&") ?? [] {
            let (name, value) = pair.cut(at: "=")
            parameters.append(Parameter(try name.percentDecoded(), try value?.percentDecoded() ?? ""))
        }
        return parameters
    }
}

extension Substring {
    /// What stands before the first `separator`, and what behind it, if there is one.
    func cut(at separator: Character) -> (Substring, Substring?) {
        guard let index = firstIndex(of: separator) else { return (self, nil) }
        return (self[..<index], self[self.index(after: index)...])
    }

    /// Replaces each `%XX` by the byte it names (RFC 3986 §2.1).
    ///
    /// NUL is refused: no file, host or interface can have it.
    func percentDecoded() throws(EndpointURIError) -> String {
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
            throw .invalidEncoding(String(self))
        }
        return text
    }
}

internal import Frame
package import HTTP

/// How a client asks for an upgrade, and judges the answer (RFC 6455 §4.1).
///
/// Pure: the nonce is passed in.
package struct ClientHandshake: Sendable {
    /// The whole request.
    package let request: [UInt8]
    private let key: String
    private let subprotocols: [String]
    private let compression: Compression?

    /// Makes a request.
    ///
    /// - Parameters:
    ///   - host: the `Host` field's value: a name or an address, IPv6 in brackets, and the port unless it is the
    ///     default.
    ///   - target: path and query, percent-encoded, such as `/tunnel`.
    ///   - nonce: 16 random bytes, new for every connection.
    ///   - subprotocols: what we offer, the favourite first.
    ///   - compression: what we allow and offer; `nil` for none.
    ///   - fields: further fields, such as `Authorization`.
    /// - Throws: ``HandshakeError/invalidRequest(_:)``.
    package init(
        host: String,
        target: String,
        nonce: [UInt8],
        subprotocols: [String] = [],
        compression: Compression? = nil,
        fields: HeaderFields = HeaderFields()
    ) throws(HandshakeError) {
        precondition(nonce.count == 16, "a nonce has 16 bytes")
        try Self.check(host: host, target: target, subprotocols: subprotocols, fields: fields)
        key = Base64.encode(nonce)
        self.subprotocols = subprotocols
        self.compression = compression
        var all: HeaderFields = [
            "Host": host, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
        ]
        if !subprotocols.isEmpty { all.append("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", ")) }
        if let compression { all.append("Sec-WebSocket-Extensions", "\(compression.offered.offer)") }
        all.append(fields)
        request = Array(all.message(startLine: "GET \(target) HTTP/1.1").utf8)
    }

    /// Keeps what was meant as one value from becoming another line of the request.
    private static func check(
        host: String,
        target: String,
        subprotocols: [String],
        fields: HeaderFields
    ) throws(HandshakeError) {
        guard HostField.isValid(host) else { throw .invalidRequest("host '\(host)'") }
        guard target.hasPrefix("/"), target.utf8.allSatisfy({ $0.isVisible && $0 != UInt8(ascii: "#") }) else {
            // A query may hold a token.
            throw .invalidRequest("target '\(target.prefix { $0 != "?" })'")
        }
        for name in subprotocols where !name.isToken { throw .invalidRequest("subprotocol '\(name)'") }
        for field in fields.lines {
            // The value may be a secret: the error names the field alone.
            guard field.name.isToken, !isOurs(field.name), field.value.utf8.allSatisfy(\.isTextCharacter) else {
                throw .invalidRequest("field '\(field.name)'")
            }
        }
    }

    /// Whether the handshake alone decides about a field.
    private static func isOurs(_ name: String) -> Bool {
        name.prefix(14).matches("Sec-WebSocket-")
            || ["Host", "Upgrade", "Connection", "Content-Length", "Transfer-Encoding"].contains(where: name.matches)
    }

    /// Judges the server's answer.
    ///
    /// - Throws: ``HandshakeError``; a redirect is an answer like any other, and not followed.
    package func agreement(from response: ResponseHead) throws(HandshakeError) -> Agreement {
        guard response.status == 101 else { throw .refused(status: response.status, reason: response.reason) }
        let fields = response.fields
        guard response.version == .http11 else { throw .invalidResponse("HTTP/1.0") }
        guard fields["Upgrade"]?.matches("websocket") == true else { throw .invalidResponse("Upgrade") }
        guard fields.contains("upgrade", in: "Connection") else { throw .invalidResponse("Connection") }
        guard fields["Sec-WebSocket-Accept"]?.isSame(as: acceptKey(for: key)) == true else {
            throw .invalidResponse("Sec-WebSocket-Accept")
        }
        return Agreement(subprotocol: try subprotocol(in: fields), compression: try compression(in: fields))
    }

    private func subprotocol(in fields: HeaderFields) throws(HandshakeError) -> String? {
        let values = fields.values(of: "Sec-WebSocket-Protocol")
        guard let value = values.first else { return nil }
        guard values.count == 1, value.isToken, subprotocols.contains(value) else {
            throw .invalidResponse("Sec-WebSocket-Protocol")
        }
        return value
    }

    private func compression(in fields: HeaderFields) throws(HandshakeError) -> Compression? {
        guard let answers = ExtensionOffer.parse(fields.values(of: "Sec-WebSocket-Extensions")) else {
            throw .invalidResponse("Sec-WebSocket-Extensions")
        }
        guard let answer = answers.first else { return nil }
        guard answers.count == 1, let terms = DeflateTerms(answer), let agreed = compression?.confirmed(by: terms)
        else {
            throw .invalidResponse("Sec-WebSocket-Extensions")
        }
        return agreed
    }
}

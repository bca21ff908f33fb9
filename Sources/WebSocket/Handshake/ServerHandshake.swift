internal import Frame
package import HTTP

/// How a server decides on requests to upgrade (RFC 6455 §4.2).
///
/// Pure: a request in, an answer out.
package struct ServerHandshake: Sendable {
    /// The subprotocols we speak.
    ///
    /// The client's favourite among them is agreed on; others are ignored.
    package var subprotocols: [String]
    /// The `Origin` values that are welcome, compared without case; `nil` welcomes all.
    ///
    /// A client that is no browser sends none.
    package var allowedOrigins: [String]?
    /// Whether clients are served that send no `Sec-WebSocket-Version`, or a key that is not 16 bytes of base64.
    package var acceptsOldClients: Bool
    /// The compression we allow; `nil` for none.
    package var compression: Compression?

    /// Makes a policy of its parts.
    package init(
        subprotocols: [String] = [],
        allowedOrigins: [String]? = nil,
        acceptsOldClients: Bool = false,
        compression: Compression? = nil
    ) {
        self.subprotocols = subprotocols
        self.allowedOrigins = allowedOrigins
        self.acceptsOldClients = acceptsOldClients
        self.compression = compression
    }

    /// An upgrade agreed to.
    package struct Acceptance: Sendable, Hashable {
        /// What was agreed on.
        package let agreement: Agreement
        /// The whole response, behind which the stream is WebSocket.
        package let response: [UInt8]
    }

    /// Answers a request.
    ///
    /// Path and credentials are for the caller to judge, before this.
    ///
    /// - Throws: the ``Refusal`` to send.
    package func accept(_ request: RequestHead) throws(Refusal) -> Acceptance {
        try checkRequest(request)
        try checkVersion(request.fields)
        try checkOrigin(request.fields)
        let key = try key(in: request.fields)
        guard let offers = ExtensionOffer.parse(request.fields.values(of: "Sec-WebSocket-Extensions")) else {
            throw .badRequest("Sec-WebSocket-Extensions is malformed.")
        }
        let subprotocol = subprotocol(in: request.fields)
        let deflate = compression?.accepting(offers)
        return Acceptance(
            agreement: Agreement(subprotocol: subprotocol, compression: deflate?.agreed),
            response: response(to: key, subprotocol: subprotocol, extension: deflate?.answer.offer)
        )
    }

    private func checkRequest(_ request: RequestHead) throws(Refusal) {
        guard request.method == "GET" else {
            throw Refusal(status: 405, fields: ["Allow": "GET"], explanation: "A WebSocket begins with GET.")
        }
        guard request.version == .http11 else { throw .badRequest("A WebSocket needs HTTP/1.1.") }
        let fields = request.fields
        // "A server MUST respond with a 400 … to any HTTP/1.1 request message that lacks a Host header field" or has
        // two (RFC 9112 §3.2).
        guard fields["Host"].map(HostField.isValid) == true else { throw .badRequest("One Host field is needed.") }
        guard fields.values(of: "Content-Length").isEmpty, fields.values(of: "Transfer-Encoding").isEmpty else {
            throw .badRequest("An upgrade has no body.")
        }
        guard fields.contains("websocket", in: "Upgrade"), fields.contains("upgrade", in: "Connection") else {
            throw .badRequest("Only WebSocket is served here.")
        }
    }

    private func checkVersion(_ fields: HeaderFields) throws(Refusal) {
        let versions = fields.values(of: "Sec-WebSocket-Version")
        if versions.isEmpty, acceptsOldClients { return }
        guard versions.count == 1, versions[0].isSame(as: "13") else {
            throw Refusal(
                status: 426,
                fields: ["Sec-WebSocket-Version": "13", "Upgrade": "websocket"],
                explanation: "WebSocket version 13 is needed."
            )
        }
    }

    private func checkOrigin(_ fields: HeaderFields) throws(Refusal) {
        guard let allowedOrigins else { return }
        for origin in fields.values(of: "Origin") where !allowedOrigins.contains(where: origin.matches) {
            throw Refusal(status: 403, explanation: "This origin is not welcome.")
        }
    }

    private func key(in fields: HeaderFields) throws(Refusal) -> String {
        guard let key = fields["Sec-WebSocket-Key"], !key.isEmpty else {
            throw .badRequest("One Sec-WebSocket-Key is needed.")
        }
        guard acceptsOldClients || Base64.decode(key)?.count == 16 else {
            throw .badRequest("Sec-WebSocket-Key is not 16 bytes of base64.")
        }
        return key
    }

    private func subprotocol(in fields: HeaderFields) -> String? {
        fields.elements(of: "Sec-WebSocket-Protocol").first { $0.isToken && subprotocols.contains($0) }
    }

    private func response(to key: String, subprotocol: String?, extension: ExtensionOffer?) -> [UInt8] {
        // Old clients compare the whole values, case and all.
        var fields: HeaderFields = [
            "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": acceptKey(for: key),
        ]
        if let subprotocol { fields.append("Sec-WebSocket-Protocol", subprotocol) }
        if let `extension` { fields.append("Sec-WebSocket-Extensions", "\(`extension`)") }
        return Array(fields.message(startLine: "HTTP/1.1 101 Switching Protocols").utf8)
    }
}

extension Refusal {
    fileprivate static func badRequest(_ explanation: String) -> Refusal {
        Refusal(status: 400, explanation: explanation)
    }
}

internal import Frame
internal import WebSocket

/// What a `ws:` or `wss:` URI says (RFC 6455 §3), with the parameters of our own taken out of its query.
///
/// The query belongs to us, so that a misspelt parameter is an error; a query meant for the server is given as `query=…`.
struct WebSocketEndpoint: Sendable, Hashable {
    let isSecure: Bool
    /// Empty means every address, to listen on.
    let host: String
    let port: UInt16
    /// Begins with a slash.
    ///
    /// Not percent-encoded.
    let path: String
    /// The query for the server, as it is to be sent, without its question mark.
    let query: String?
    let trust: TLSContext.Trust
    /// PEM files of our own certificate chain and key.
    let identity: Identity?
    /// Who may vouch for clients, when listening.
    let clientTrust: ClientTrust?
    /// What to compress messages by, if the peer agrees; `nil` for not at all.
    let compression: Compression?
    /// Whether to agree on what only two of ours understand.
    let agreesOnSubprotocol: Bool
    /// Whom to serve, when listening.
    let clients: ClientPolicy
    /// How to find out that the peer has gone.
    let liveness: Liveness

    struct Identity: Sendable, Hashable {
        let certificate: String
        let key: String
    }

    init(_ uri: EndpointURI) throws {
        isSecure = uri.scheme == "wss"
        guard let host = uri.host else { throw EndpointURIError.missingPart("host", of: uri.scheme) }
        // A URI is seen in process lists and logs: no place for a password.
        guard uri.user == nil, uri.password == nil else {
            throw EndpointURIError.unexpectedPart("user name or password", in: uri.scheme)
        }
        self.host = host
        port = uri.port ?? (isSecure ? 443 : 80)
        path = uri.path.isEmpty ? "/" : uri.path
        let isSecure = isSecure
        (query, compression, agreesOnSubprotocol, clients, liveness, trust, identity, clientTrust) =
            try uri.withParameters {
                parameters in
                let query: String? = try parameters.take("query")
                let compression = try parameters.takeSwitch("deflate") == true ? Compression() : nil
                let agrees = try parameters.takeSwitch("subprotocol") ?? true
                let clients = try ClientPolicy(&parameters)
                let liveness = try Liveness(&parameters)
                guard isSecure else { return (query, compression, agrees, clients, liveness, .system, nil, nil) }
                let trust = try Self.trust(&parameters)
                let identity = try Self.identity(&parameters, scheme: uri.scheme)
                return (query, compression, agrees, clients, liveness, trust, identity, try ClientTrust(&parameters))
            }
    }

    /// Refuses what makes sense for a server alone.
    func checkForConnecting() throws(EndpointURIError) {
        guard clientTrust == nil else {
            throw .unexpectedPart("'clientca' or 'clientcrl' parameter when connecting", in: "wss")
        }
        guard clients == ClientPolicy() else {
            throw .unexpectedPart("'origins' or 'legacy' parameter when connecting", in: isSecure ? "wss" : "ws")
        }
    }

    private static func trust(_ parameters: inout EndpointURI.Parameters) throws -> TLSContext.Trust {
        let authorities: String? = try parameters.take("cacerts")
        let isInsecure = try parameters.takeSwitch("insecure") ?? false
        guard isInsecure else { return authorities.map { .file($0) } ?? .system }
        guard authorities == nil else {
            throw EndpointURIError.invalidParameter("insecure", value: "on beside cacerts")
        }
        return .anybody
    }

    private static func identity(_ parameters: inout EndpointURI.Parameters, scheme: String) throws -> Identity? {
        let certificate: String? = try parameters.take("certificate")
        let key: String? = try parameters.take("key")
        switch (certificate, key) {
        case (let certificate?, let key?): return Identity(certificate: certificate, key: key)
        case (nil, nil): return nil
        case (nil, _): throw EndpointURIError.missingPart("'certificate' parameter beside 'key'", of: scheme)
        case (_, nil): throw EndpointURIError.missingPart("'key' parameter beside 'certificate'", of: scheme)
        }
    }

    /// Host and port as people write them, for names and errors.
    var authority: String { "\(bracketedHost):\(port)" }

    /// The value of the `Host` field: without the port where it is the scheme's own (RFC 6455 §4.1).
    var hostField: String { port == (isSecure ? 443 : 80) ? bracketedHost : authority }

    /// The request target: the path percent-encoded, and the query.
    var target: String { path.percentEncodedPath + (query.map { "?" + $0 } ?? "") }

    /// The subprotocols to offer or accept.
    var subprotocols: [String] { agreesOnSubprotocol ? [Subprotocol.etherws] : [] }

    private var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
}

extension String {
    /// Encodes every byte that RFC 3986 §3.3 does not allow in a path.
    fileprivate var percentEncodedPath: String {
        var encoded = ""
        for byte in utf8 {
            let character = Character(UnicodeScalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~!$&'()*+,;=:@/".contains(character) {
                encoded.append(character)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.utf8.count == 2 ? "%" + digits : "%0" + digits
            }
        }
        return encoded
    }
}

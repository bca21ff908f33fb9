internal import Frame
internal import TLS
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
    /// How to secure it, on `wss:`.
    let security: TLSOptions
    /// What to compress messages by, if the peer agrees; `nil` for not at all.
    let compression: Compression?
    /// Whether to agree on what only two of ours understand.
    let agreesOnSubprotocol: Bool
    /// Whom to serve, when listening.
    let clients: ClientPolicy
    /// Which peers speak for others, when listening.
    let proxies: ProxyTrust
    /// Where the server is.
    let listenAddress: ListenAddress
    /// The way to the server and what is said there, when connecting.
    let dialing: DialOptions
    /// How to find out that the peer has gone.
    let liveness: Liveness

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
        (query, listenAddress, dialing, compression, agreesOnSubprotocol, clients, liveness, proxies, security) =
            try uri.withParameters {
                parameters in
                let query = try parameters.take(WebSocketParameters.query)
                let listenAddress = try ListenAddress(&parameters)
                let dialing = try DialOptions(&parameters, isSecure: isSecure)
                let compression = try parameters.take(WebSocketParameters.deflate) ? Compression() : nil
                let agrees = try parameters.take(WebSocketParameters.subprotocol)
                let clients = try ClientPolicy(&parameters)
                let liveness = try Liveness(&parameters)
                let proxies = try ProxyTrust(&parameters)
                let security = try isSecure ? TLSOptions(&parameters) : TLSOptions()
                return (query, listenAddress, dialing, compression, agrees, clients, liveness, proxies, security)
            }
    }

    /// Refuses what makes sense for a server alone.
    func checkForConnecting() throws(EndpointURIError) {
        guard security.clients == nil else {
            throw .unexpectedPart("'clientca' or 'clientcrl' parameter when connecting", in: "wss")
        }
        guard security.staple == nil else {
            throw .unexpectedPart("'ocsp' parameter when connecting", in: "wss")
        }
        guard clients == ClientPolicy(), proxies == ProxyTrust() else {
            throw .unexpectedPart("parameter about clients when connecting", in: isSecure ? "wss" : "ws")
        }
    }

    /// Refuses what makes sense for a client alone.
    func checkForListening() throws(EndpointURIError) {
        guard dialing == DialOptions(), !security.judgesServer else {
            throw .unexpectedPart("parameter for the way to a server when listening", in: isSecure ? "wss" : "ws")
        }
    }

    /// Host and port as people write them, for names and errors.
    var authority: String { "\(bracketedHost):\(port)" }

    /// The value of the `Host` field: without the port where it is the scheme's own (RFC 6455 §4.1).
    var hostField: String { dialing.hostField ?? (port == (isSecure ? 443 : 80) ? bracketedHost : authority) }

    /// Which sessions with this server may be resumed.
    var ticketKey: TicketStore.Key { TicketStore.Key(options: security, host: serverName, port: port) }

    /// Whom the server's certificate must be for, and whom TLS asks for.
    var serverName: String { dialing.serverName ?? host }

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

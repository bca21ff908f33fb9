internal import Frame
internal import Linux

/// Which peers are proxies that speak for others, as a server's URI says: nobody, unless told.
struct ProxyTrust: Sendable, Hashable {
    private var networks: [NetworkPrefix] = []
    private var isUnixTrusted = false
    /// Whether each of their connections begins with a line or a block that says for whom it is (the PROXY protocol).
    ///
    /// It must be known, and cannot be guessed: through a proxy that sends none, a client could send one.
    private(set) var expectsPreamble = false

    init() {}

    /// Reads addresses and networks between commas, or `unix` for all on a Unix socket.
    init(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        let list = try parameters.take(WebSocketParameters.trustProxy)
        expectsPreamble = try parameters.take(WebSocketParameters.proxyProtocol)
        guard let list else {
            guard !expectsPreamble else {
                throw .missingPart("'trust-proxy' parameter beside 'proxy-protocol'", of: "ws")
            }
            return
        }
        for element in list.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false).map({ String($0) }) {
            if element == "unix" {
                isUnixTrusted = true
            } else if let network = NetworkPrefix(element) {
                networks.append(network)
            } else {
                throw .invalidParameter("trust-proxy", value: String(element))
            }
        }
    }

    /// Whether to believe what comes from there about whom it is for.
    func trusts(_ peer: PeerAddress) -> Bool {
        switch peer.host {
        case .address(let address, _), .unnamed(_, let address?): networks.contains { $0.contains(address) }
        case .unnamed(_, nil): isUnixTrusted
        }
    }
}

package import Frame
internal import Queueing
internal import TLS

/// The parameters of `ws:` and `wss:` URIs, but for those of TLS.
package enum WebSocketParameters {
    package static let ping = URIParameter.number(
        "ping", in: 1...3600, default: 15, help: "seconds between pings, on average")
    package static let patience = patience(atLeast: 2)
    package static let deflate = URIParameter.toggle(
        "deflate", default: false, help: "whether to compress messages, if the peer agrees (RFC 7692)")
    static let subprotocol = URIParameter.toggle(
        "subprotocol", default: true, help: "whether to agree on more than RFC 6455 with another etherws")
    package static let unix = URIParameter.ownFile("unix", help: "Unix socket, instead of host and port")

    // To connect.
    package static let proxy = URIParameter.text(
        "proxy", "http://…|socks5://…", help: "client: proxy to connect through, as [USER@]HOST[:PORT]")
    package static let proxyPassword = URIParameter.secret(
        "proxy-password", help: "client: password of the proxy's user")
    package static let query = URIParameter.text("query", "QUERY", help: "client: query to send to the server")
    package static let host = URIParameter.text(
        "host", "NAME", standard: "the URI's", help: "client: value of the Host field")
    package static let origin = URIParameter.text("origin", "ORIGIN", help: "client: value of the Origin field")
    package static let header = URIParameter.secret(
        "header", "NAME:VALUE", help: "client: further field of the request"
    ).repeated()
    /// On `wss:` alone.
    package static let serverName = URIParameter.text(
        "sni", "NAME", standard: "the URI's host", help: "client: name to ask for, and to find in the certificate")

    // To listen.
    package static let unixMode = URIParameter.text(
        "unix-mode", "DIGITS", standard: String(ListenAddress.mode, radix: 8),
        help: "server: permissions of the Unix socket, as for chmod")
    package static let descriptors = URIParameter.text(
        "descriptors", "NUMBER[,NUMBER…]", help: "server: sockets that listen already, instead of host and port")
    package static let origins = URIParameter.text(
        "origins", "ORIGIN[,ORIGIN…]", standard: "any", help: "server: origins of pages that may connect")
    package static let legacy = URIParameter.toggle(
        "legacy", default: false, help: "server: whether to serve clients that send no version, or a short key")
    package static let trustProxy = URIParameter.text(
        "trust-proxy", "CIDR|unix[,…]", help: "server: addresses and networks of trusted reverse proxies")
    package static let proxyProtocol = URIParameter.toggle(
        "proxy-protocol", default: false, help: "server: whether they begin connections with the PROXY protocol")
    package static let maxConnections = URIParameter.number(
        "max-connections", in: 1...1_000_000, default: ConnectionLimits().total, help: "server: connections in all")
    package static let maxPerAddress = URIParameter.number(
        "max-per-address", in: 1...1_000_000, standard: "no limit", help: "server: connections from one address")
    package static let maxPerUser = URIParameter.number(
        "max-per-user", in: 1...1_000_000, default: ConnectionLimits().perPrincipal,
        help: "server: connections of one user")
    package static let queueMemory = URIParameter.number(
        "queue-memory", in: 1...1_048_576, default: QueueMemory.usual / mebibyte,
        help: "server: MiB in which frames wait for slow clients, in all")

    static let mebibyte = 1024 * 1024

    /// A peer that says nothing by itself is heard once in an interval, and a little later at times: patience for less than two would
    /// end sound connections.
    static func patience(atLeast least: Int) -> URIParameter<Int?> {
        .number("patience", in: least...86_400, standard: "3 × ping", help: "seconds of silence until the peer is dead")
    }

    private static let common = [ParameterDeclaration](ping, patience, deflate, subprotocol, unix)
    private static let connecting = [ParameterDeclaration](proxy, proxyPassword, query, host, origin, header)
    private static let listening = [ParameterDeclaration](
        unixMode, descriptors, origins, legacy, trustProxy, proxyProtocol, maxConnections, maxPerAddress, maxPerUser,
        queueMemory)

    /// What `ws:` URIs may say.
    static let open = URIDeclaration(
        "//HOST[:PORT]/PATH", help: "WebSocket, to connect to or to listen on",
        parameters: common + connecting + listening)

    /// What `wss:` URIs may say.
    static let secure = URIDeclaration(
        "//HOST[:PORT]/PATH", help: "WebSocket over TLS, to connect to or to listen on",
        parameters: common + connecting + [ParameterDeclaration](serverName) + listening + TLSParameters.all)
}

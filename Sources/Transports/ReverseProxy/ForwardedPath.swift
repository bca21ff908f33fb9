internal import Frame
internal import HTTP
internal import Linux
internal import Streams
internal import WebSocket

/// The way that a request has come, as the proxies on it have written down: `X-Forwarded-For`, or `Forwarded` (RFC 7239).
///
/// Whoever comes first may have written anything in front. So the path is followed backwards, from the proxy that is connected to us,
/// and only as long as those who speak are trusted.
struct ForwardedPath {
    /// Whom each proxy has met, the last proxy's last; `nil` where it does not say.
    private let hops: [PeerAddress?]

    /// The most proxies in a row.
    private static let longest = 32

    /// Reads the fields.
    ///
    /// - Throws: the ``Refusal`` for fields that are malformed, or of which there are both kinds: a proxy adds to one of them, and the
    ///   other is what the client made up.
    init(_ fields: HeaderFields) throws(Refusal) {
        let common = fields.values(of: "X-Forwarded-For")
        let standard = fields.values(of: "Forwarded")
        guard common.isEmpty || standard.isEmpty else {
            throw Self.refusal("X-Forwarded-For and Forwarded exclude each other.")
        }
        let elements: [String]?
        if standard.isEmpty {
            elements = fields.elements(of: "X-Forwarded-For")
        } else {
            elements = ForwardedScanner.nodes(standard.joined(separator: ","))
        }
        guard let elements, elements.count <= Self.longest else { throw Self.refusal("Forwarded is malformed.") }
        var hops: [PeerAddress?] = []
        for element in elements { hops.append(try Self.node(element)?.makePeerAddress()) }
        self.hops = hops
    }

    /// The first peer on the way back from `proxy` that is not trusted to speak for others.
    ///
    /// Where a trusted proxy names no client, it is an unnamed client of that proxy, and a different one each time.
    func origin(behind proxy: PeerAddress, _ trust: ProxyTrust) -> PeerAddress {
        var origin = trust.trusts(proxy) ? proxy.ofUnnamedClient : proxy
        for hop in hops.reversed() {
            guard trust.trusts(origin) else { return origin }
            guard let hop else { return origin.ofUnnamedClient }
            origin = hop
        }
        return origin
    }

    /// An address, perhaps with a port; IPv6 in brackets if there is one; or a name that stands for one (RFC 7239 §6).
    private static func node(_ text: String) throws(Refusal) -> SocketAddress? {
        if text.lowercased().utf8.elementsEqual("unknown".utf8) || text.utf8.first == UInt8(ascii: "_") { return nil }
        if let address = IPAddress(text) { return SocketAddress(address, port: 0) }
        guard let uri = try? EndpointURI("ws://" + text), uri.path.isEmpty, uri.parameters.isEmpty, uri.user == nil,
            let address = uri.host.flatMap({ IPAddress($0) })
        else { throw refusal("A forwarded address is malformed.") }
        return SocketAddress(address, port: uri.port ?? 0)
    }

    private static func refusal(_ explanation: String) -> Refusal { Refusal(status: 400, explanation: explanation) }
}

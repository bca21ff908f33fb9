internal import Frame
internal import HTTP
internal import Streams
internal import WebSocket

/// How a client gets to its server and what it says there, where that is not what the URI's host and port say.
struct DialOptions: Sendable, Hashable {
    /// Who connects in our stead.
    var proxy: Proxy?
    /// The value of the `Host` field, if another.
    var hostField: String?
    /// The name to ask for by SNI, and to look for in the certificate, if another.
    var serverName: String?
    /// Fields of the request beside those of the handshake.
    var fields = HeaderFields()

    init() {}

    init(_ parameters: inout EndpointURI.Parameters, isSecure: Bool) throws(EndpointURIError) {
        let password = try parameters.take(WebSocketParameters.proxyPassword)
        let proxy = try parameters.take(WebSocketParameters.proxy)
        guard password == nil || proxy != nil else {
            throw .missingPart("'proxy' parameter beside 'proxy-password'", of: isSecure ? "wss" : "ws")
        }
        self.proxy = try proxy.map { text throws(EndpointURIError) in try Proxy(text, password: password?.reveal()) }
        hostField = try parameters.take(WebSocketParameters.host)
        if let origin = try parameters.take(WebSocketParameters.origin) { fields.append("Origin", origin) }
        for line in try parameters.take(WebSocketParameters.header) { fields.append(try Self.field(line.reveal())) }
        if isSecure { serverName = try parameters.take(WebSocketParameters.serverName) }
        try checkRequest()
    }

    /// Finds out whether a request can hold all this, before anybody connects for it.
    private func checkRequest() throws(EndpointURIError) {
        let nonce = [UInt8](repeating: 0, count: 16)
        do throws(HandshakeError) {
            _ = try ClientHandshake(host: hostField ?? "host", target: "/", nonce: nonce, fields: fields)
        } catch {
            throw .unexpectedPart("'header', 'host' or 'origin' like this: \(error)", in: "ws")
        }
    }

    /// Reads `Name: value`.
    private static func field(_ line: String) throws(EndpointURIError) -> HeaderFields {
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
            throw .unexpectedPart("'header' without a name and a colon", in: "ws")
        }
        let name = String(line[..<colon])
        // Two answers to one question: `--user` and `origin=` give these.
        let others = ["authorization", "proxy-authorization", "origin"]
        guard !others.contains(name.lowercased()) else { throw .unexpectedPart("'header' named \(name)", in: "ws") }
        let value = line[line.utf8.index(after: colon)...]
        return [name: String(value.drop { $0 == " " || $0 == "\t" })]
    }
}

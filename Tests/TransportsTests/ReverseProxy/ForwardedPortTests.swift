import Frame
import Linux
import TLSSupport
import TestSupport
import Testing
import WebSocket

@testable import HTTP
@testable import Queueing
@testable import Streams
@testable import TLS
@testable import Transports

@Suite struct ForwardedPortTests {
    /// How a peer is shown that a proxy names so.
    private func shown(_ node: String) throws -> String {
        let trust = try WebSocketEndpoint(EndpointURI("ws://h/?trust-proxy=10.0.0.0/8")).proxies
        let proxy = SocketAddress(try #require(IPAddress("10.0.0.1")), port: 999).makePeerAddress()
        return try ForwardedPath(["X-Forwarded-For": node]).origin(behind: proxy, trust).description
    }

    @Test(
        "A peer is shown with the port that a proxy tells, and without one where it tells none",
        arguments: [
            "203.0.113.5", "203.0.113.5:1", "203.0.113.5:1234", "2001:db8::5", "[2001:db8::5]:1", "[2001:db8::5]:65535",
        ])
    func port(node: String) throws { #expect(try shown(node) == node) }

    @Test("Brackets without a port behind them are not shown")
    func brackets() throws { #expect(try shown("[2001:db8::5]") == "2001:db8::5") }
}

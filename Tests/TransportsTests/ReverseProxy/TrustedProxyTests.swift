import Frame
import Reactor
import Testing

@testable import Transports

/// A server whose peers are, or claim to be, proxies; on the loopback interface.
@Suite struct TrustedProxyTests {
    private static let trusted = EndpointURI.Parameter("trust-proxy", "127.0.0.1")
    private static let preamble = EndpointURI.Parameter("proxy-protocol", "on")

    @Test("A proxy that is trusted says by X-Forwarded-For for whom it speaks")
    func forwarded() async throws {
        let server = try await Server(.ws, [Self.trusted])
        _ = try await server.upgradedPeer(fields: "X-Forwarded-For: 203.0.113.5\r\n")
        #expect(try await server.host.party().1.address.description == "203.0.113.5")
        await server.listener.close()
    }

    @Test(
        "Neighbours behind a proxy are different peers, with a port and without, and one host is one peer",
        arguments: [
            ("2001:db8::a:1", "2001:db8::a:2", false), ("[2001:db8::1]:5", "[2001:db8::2]:5", false),
            ("2001:db8::1", "[2001:db8::1]:9", true), ("203.0.113.5", "203.0.113.5:7", true),
            ("203.0.113.5", "203.0.113.6", false), ("unknown", "unknown", false), ("", "", false),
        ])
    func neighbours(_ one: String, _ other: String, _ isSame: Bool) async throws {
        let server = try await Server(.ws, [Self.trusted])
        for address in [one, other] { _ = try await server.upgradedPeer(fields: "X-Forwarded-For: \(address)\r\n") }
        let identities = try await (server.host.party(0).1.identity, server.host.party(1).1.identity)
        #expect((identities.0 == identities.1) == isSame)
        await server.listener.close()
    }

    @Test(
        "Nobody is believed unless trusted", arguments: [[], [EndpointURI.Parameter("trust-proxy", "192.0.2.1,::1")]])
    func untrusted(_ parameters: [EndpointURI.Parameter]) async throws {
        let server = try await Server(.ws, parameters)
        _ = try await server.upgradedPeer(fields: "X-Forwarded-For: 203.0.113.5\r\n")
        #expect(try await server.host.party().1.address.description.hasPrefix("127.0.0.1:"))
        await server.listener.close()
    }

    @Test("A proxy that is trusted says by the PROXY protocol for whom it speaks, however it is cut")
    func preamble() async throws {
        let server = try await Server(.ws, [Self.trusted, Self.preamble])
        let peer = try await server.rawPeer()
        for part in ["PRO", "XY TCP4 203.0.113.5 127.0.0.1 5", "55 80\r", "\nGET / HTTP/1.1\r\n"] {
            try await peer.send(part)
        }
        try await peer.send(String(Server.upgrade.dropFirst(15)) + "X-Forwarded-For: 198.51.100.1\r\n\r\n")
        try await peer.skipHead()
        // Whom it names is not trusted, so that it cannot name another.
        #expect(try await server.host.party().1.address.description == "203.0.113.5:555")
        await server.listener.close()
    }

    @Test("A proxy that is to say so and does not is refused")
    func silence() async throws {
        let server = try await Server(.ws, [Self.trusted, Self.preamble])
        let peer = try await server.rawPeer()
        try await peer.send(Server.upgrade + "\r\n")
        #expect(await peer.receive() == [])
        #expect(try await server.host.refusal().contains("PROXY protocol"))
        await server.listener.close()
    }

    @Test("A proxy that leaves before it has said anything keeps nobody waiting")
    func departure() async throws {
        let server = try await Server(.ws, [Self.trusted, Self.preamble])
        let departing = try await server.rawPeer()
        await departing.vanish()
        let peer = try await server.rawPeer()
        try await peer.send("PROXY TCP4 203.0.113.5 127.0.0.1 555 80\r\n" + Server.upgrade + "\r\n")
        #expect(try await server.host.party().1.address.description == "203.0.113.5:555")
        await server.listener.close()
    }

    @Test("A field that a proxy has not written properly is refused")
    func malformed() async throws {
        let server = try await Server(.ws, [Self.trusted])
        let peer = try await server.rawPeer()
        try await peer.send(Server.upgrade + "X-Forwarded-For: nobody\r\n\r\n")
        #expect(await peer.receiveText().hasPrefix("HTTP/1.1 400 "))
        await server.listener.close()
    }

    @Test("The preamble comes before TLS")
    func overTLS() async throws {
        let server = try await Server(.wss, [Self.trusted, Self.preamble])
        let peer = try await server.rawPeer()
        try await peer.send("PROXY TCP6 2001:db8::5 ::1 555 443\r\n")
        try await peer.send("GET / HTTP/1.1\r\n\r\n")
        let refusal = try await server.host.refusal()
        #expect(refusal.hasPrefix("TLS with [2001:db8::5]:555 failed"), "\(refusal)")
        await server.listener.close()
    }

    @Test(
        "What is no address, or lacks one, is an error",
        arguments: [
            "trust-proxy=", "trust-proxy=host", "trust-proxy=127.0.0.1,", "trust-proxy=1.2.3.4/33", "proxy-protocol=on",
        ])
    func errors(_ query: String) {
        #expect(throws: EndpointURIError.self) { try WebSocketEndpoint(EndpointURI("ws://h/?\(query)")) }
    }

    @Test("A client has no use for it")
    func client() throws {
        let endpoint = try WebSocketEndpoint(EndpointURI("ws://h/?trust-proxy=unix"))
        #expect(throws: EndpointURIError.self) { try endpoint.checkForConnecting() }
    }
}

import Frame
import TLSSupport
import Testing

@testable import TLS
@testable import Transports

/// A server against what comes before a login, on a socket.
@Suite struct HandshakeAbuseTests {
    /// A peer that has said nothing, not even of TLS.
    private func connect(to server: Server) async throws -> RawPeer {
        let peer = RawPeer(on: server.loop)
        try await peer.connect(to: server.listener.address)
        return peer
    }

    private static func refusal(_ violation: TLSViolation) -> String {
        "\(TransportError.protocolViolation("TLS: \(violation)"))"
    }

    @Test func `a ClientHello that claims too much is refused at once, and says in the log why`() async throws {
        let server = try await Server(.wss)
        let peer = try await connect(to: server)
        try await peer.send([22, 3, 1, 0, 4, 1, 1, 0xff, 0xb8])
        #expect(try await server.host.refusal() == Self.refusal(.longHello(16_384)))
        #expect(await peer.receive().isEmpty)
        #expect(try await server.serves(clientNumber: 0))
        await server.listener.close()
    }

    @Test(arguments: [0, 100])
    func `a peer that renews its keys instead of a request, or in its middle, is refused`(_ count: Int) async throws {
        let server = try await Server(.wss)
        let peer = try await connect(to: server)
        let client = try RawTLSPeer(.client)
        try await client.shakeHands(over: peer)
        if count > 0 { try await peer.send(client.data(Array(Server.upgrade.utf8.prefix(count)))) }
        try await peer.send(client.keyUpdates(1000))
        #expect(try await server.host.refusal() == Self.refusal(.recordsWithoutData(32)))
        #expect(try await server.serves(clientNumber: 0))
        await server.listener.close()
    }
}

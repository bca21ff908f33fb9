import Frame
import Reactor
import TLSSupport
import TestSupport
import Testing

@testable import HTTP
@testable import Queueing
@testable import Streams
@testable import TLS
@testable import Transports

@Suite(.timeLimit(.minutes(1))) struct NamedPeersTests {
    @Test("Those whom a proxy names as one host have a host's share of the handshakes under way")
    func share() async throws {
        let server = try await Server(.ws, [.init("trust-proxy", "127.0.0.1"), .init("proxy-protocol", "on")])
        var peers: [RawPeer] = []
        for _ in 0..<129 {
            let peer = try await server.rawPeer()
            try await peer.send("PROXY TCP4 203.0.113.5 127.0.0.1 1 2\r\n")
            peers.append(peer)
        }
        #expect(try await server.host.refusal() == "too many handshakes are under way")
        await server.listener.close()
        withExtendedLifetime(peers) {}
    }
}

import Frame
import Reactor
import Testing
import WebSocket

@testable import Transports

/// Our server against peers that put what they like on the wire.
@Suite struct WebSocketServerTests {
    private let loop: EpollLoop
    private let host: Host

    init() throws {
        loop = try EpollLoop()
        host = Host(on: loop)
    }

    private struct Nobody: Authenticator {
        func authenticate(_ credentials: Credentials) async throws -> Principal? { nil }
    }

    private static let upgrade = """
        GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        """

    private func withListener(
        authenticator: (any Authenticator)? = nil,
        _ body: (RawPeer) async throws -> Void
    ) async throws {
        let uri = EndpointURI(scheme: "ws", host: "127.0.0.1", port: 0)
        let listener = try await WebSocketTransport(uri).listen(on: loop, authenticator: authenticator, acceptor: host)
        let peer = RawPeer(on: loop)
        try await peer.connect(to: listener.address)
        try await body(peer)
        await listener.close()
    }

    private func withUpgradedPeer(_ body: (RawPeer, Party) async throws -> Void) async throws {
        try await withListener { peer in
            try await peer.send(Self.upgrade + "\r\n")
            try await peer.skipHead()
            try await body(peer, try await host.party().0)
        }
    }

    /// A masked frame, as a client sends it; the key is zero, so that the payload stands as it is.
    private func masked(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let length =
            payload.count < 126
            ? [0x80 | UInt8(payload.count)] : [0xfe, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)]
        return [first] + length + [0, 0, 0, 0] + payload
    }

    @Test func answersAnUpgradeWordForWordAsOldClientsCompareIt() async throws {
        try await withListener { peer in
            try await peer.send(
                Self.upgrade + "Sec-WebSocket-Protocol: chat, superchat\r\nOrigin: somewhere:80\r\n\r\n")
            let answer = """
                HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n
                """
            #expect(String(decoding: await peer.receive(answer.utf8.count), as: UTF8.self) == answer)
        }
    }

    @Test func agreesOnTheSubprotocolOfOurOwn() async throws {
        try await withListener { peer in
            try await peer.send(Self.upgrade + "Sec-WebSocket-Protocol: chat, etherws\r\n\r\n")
            let answer = String(decoding: await peer.receive(160), as: UTF8.self)
            #expect(answer.contains("\r\nSec-WebSocket-Protocol: etherws\r\n"))
        }
    }

    @Test("answers a bare request as the original did", arguments: ["", "Authorization: Basic YTpi\r\n"])
    func challenges(_ fields: String) async throws {
        try await withListener(authenticator: Nobody()) { peer in
            try await peer.send("GET / HTTP/1.1\r\n\(fields)\r\n")
            let answer = await peer.receiveText()
            #expect(
                answer.hasPrefix("HTTP/1.1 401 Authorization Required\r\nWWW-Authenticate: Basic realm=\"etherws\"\r\n")
            )
            #expect(answer.contains("\r\nContent-Length: 23\r\n"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test func takesFramesThatComeRightBehindTheRequest() async throws {
        let frame = [UInt8](repeating: 7, count: 60)
        try await withListener { peer in
            try await peer.send(
                Array((Self.upgrade + "\r\n").utf8) + masked(0x82, frame) + masked(0x82, frame).dropLast())
            let (server, _) = try await host.party()
            #expect(await server.frames(1) == [frame])
            try await peer.send(Array(masked(0x82, frame).suffix(1)))
            #expect(await server.frames(2) == [frame, frame])
        }
    }

    @Test func putsFragmentsTogetherWithAPingBetween() async throws {
        let frame = [UInt8](1...60)
        try await withUpgradedPeer { peer, server in
            try await peer.send(
                masked(0x02, Array(frame[..<20])) + masked(0x89, [1, 2]) + masked(0x00, Array(frame[20..<40]))
                    + masked(0x80, Array(frame[40...]))
            )
            #expect(await server.frames(1) == [frame])
            #expect(await peer.receive(4) == [0x8a, 2, 1, 2])
        }
    }

    @Test func countsTextAndRuntsAndGoesOn() async throws {
        let frame = [UInt8](repeating: 7, count: 14)
        try await withUpgradedPeer { peer, server in
            try await peer.send(
                masked(0x81, Array("hello".utf8)) + masked(0x82, [1, 2, 3]) + masked(0x82, []) + masked(0x82, frame))
            #expect(await server.frames(1) == [frame])
            #expect(await server.drops(3) == [.notBinary, .runt, .runt])
        }
    }

    @Test func answersAGoodbyeWithItsCode() async throws {
        try await withUpgradedPeer { peer, server in
            try await peer.send(masked(0x88, [0x03, 0xe9]))
            #expect(await peer.receive() == [0x88, 2, 0x03, 0xe9])
            let end = try #require(await server.end())
            #expect(throws: Never.self) { try end.get() }
        }
    }

    @Test func saysThatItIsGoingAway() async throws {
        try await withUpgradedPeer { peer, server in
            await server.close()
            #expect(await peer.receive(4) == [0x88, 2, 0x03, 0xe9])
            try await peer.send(masked(0x88, [0x03, 0xe9]))
            #expect(await peer.receive() == [])
        }
    }

    @Test func noticesAPeerThatVanishes() async throws {
        try await withUpgradedPeer { peer, server in
            await peer.vanish()
            let end = try #require(await server.end())
            #expect(throws: TransportError.self) { try end.get() }
        }
    }

    @Test func leavesALinkAloneThatIsOnItsWayToItsOwnerWhenItCloses() async throws {
        let uri = EndpointURI(scheme: "ws", host: "127.0.0.1", port: 0)
        let slow = SlowHost(party: Party(on: loop))
        let listener = try await WebSocketTransport(uri).listen(on: loop, authenticator: nil, acceptor: slow)
        let peer = RawPeer(on: loop)
        try await peer.connect(to: listener.address)
        try await peer.send(Self.upgrade + "\r\n")
        try await peer.skipHead()
        await slow.hasAccepted.wait()
        await listener.close()
        slow.mayGoOn.open()
        #expect(await peer.receive(4) == [0x88, 2, 0x03, 0xe9])
    }

    /// Takes its time with each link, and then says goodbye to it.
    private final class SlowHost: Acceptor {
        let hasAccepted = Gate()
        let mayGoOn = Gate()
        private let party: Party

        init(party: Party) { self.party = party }

        func accepted(_ link: sending any Link, from peer: Peer) async {
            hasAccepted.open()
            await mayGoOn.wait()
            await party.take(link)
            await party.close()
        }
    }

    @Test func endsHandshakesUnderWayWhenItCloses() async throws {
        try await withListener { peer in
            try await peer.send("GET / HTTP/1.1\r\n")
        }
        #expect(try await host.refusal().contains("ended the connection"))
    }
}

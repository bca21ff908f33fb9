import Frame
import Testing
import WebSocket

@testable import Transports

/// Our server against whatever somebody with a raw socket sends: each gets the answer that the RFC names, and the next client is
/// served as if nothing had happened.
@Suite struct AbuseTests {
    @Test("there are sixty of each at least") func enough() {
        #expect(BadRequest.all.count >= 60)
        #expect(BadFrames.all.count >= 60)
    }

    @Test(arguments: BadRequest.all) func refusesARequest(_ request: BadRequest) async throws {
        let server = try await Server()
        let peer = try await server.rawPeer()
        try await peer.send(request.bytes)
        let answer = await peer.receiveText()
        #expect(answer.hasPrefix("HTTP/1.1 \(request.status) "))
        #expect(answer.contains("\r\nConnection: close"))
        #expect(answer.contains("\r\nContent-Length: "))
        #expect(try await server.host.refusal().hasPrefix("\(request.status) "))
        #expect(try await server.serves(clientNumber: 0))
        await server.listener.close()
    }

    @Test(arguments: BadFrames.all) func endsAConnection(_ frames: BadFrames) async throws {
        let server = try await Server()
        let peer = try await server.upgradedPeer()
        let (party, _) = try await server.host.party()
        try await peer.send(frames.bytes)
        let code = frames.code.rawValue
        #expect(await peer.receive() == [0x88, 2, UInt8(code >> 8), UInt8(code & 0xff)])
        let end = try #require(await party.end())
        #expect(throws: TransportError.self) { try end.get() }
        #expect(try await server.serves(clientNumber: 1))
        await server.listener.close()
    }

    @Test(
        "a refusal names what would be right",
        arguments: [
            (BadRequest("POST", line: "POST / HTTP/1.1", 405), "Allow: GET"),
            (BadRequest("version", without: "Sec-WebSocket-Version", 426), "Sec-WebSocket-Version: 13"),
            (BadRequest("version", without: "Sec-WebSocket-Version", 426), "Upgrade: websocket"),
        ])
    func namesWhatIsRight(_ request: BadRequest, _ field: String) async throws {
        let server = try await Server()
        let peer = try await server.rawPeer()
        try await peer.send(request.bytes)
        #expect(await peer.receiveText().contains("\r\n\(field)\r\n"))
        await server.listener.close()
    }

    /// RFC 9112 §2.2.
    @Test func anEmptyLineBeforeTheRequestIsSkipped() async throws {
        let server = try await Server()
        let peer = try await server.rawPeer()
        try await peer.send("\r\n" + Server.upgrade + "\r\n")
        #expect(String(decoding: await peer.receive(12), as: UTF8.self).hasPrefix("HTTP/1.1 101"))
        await server.listener.close()
    }

    @Test func whatComesBehindARefusedRequestIsNotAnswered() async throws {
        let server = try await Server()
        let peer = try await server.rawPeer()
        try await peer.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n" + Server.upgrade + "\r\n")
        let answer = await peer.receiveText()
        #expect(answer.hasPrefix("HTTP/1.1 404 "))
        #expect(!answer.contains("101"))
        await server.listener.close()
    }
}

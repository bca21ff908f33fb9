import HTTP
import TestSupport
import Testing

@testable import WebSocket

/// Both sides of the opening handshake, joined in memory.
@Suite struct HandshakeTests {
    @Test(arguments: 0..<100)
    func clientAndServerAgreeHoweverTheBytesAreCut(_ seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let offered = [[], ["etherws"], ["chat"], ["chat", "etherws"]].randomElement(using: &generator) ?? []
        let client = try ClientHandshake(
            host: "localhost",
            target: "/tunnel",
            nonce: generator.bytes(16),
            subprotocols: offered
        )
        let request: RequestHead = try arrive(client.request, &generator)
        let acceptance = try ServerHandshake(subprotocols: ["etherws"]).accept(request)
        let response: ResponseHead = try arrive(acceptance.response, &generator)
        let agreement = try client.agreement(from: response)
        #expect(agreement == acceptance.agreement)
        #expect(agreement.subprotocol == (offered.contains("etherws") ? "etherws" : nil))
    }

    @Test(arguments: 0..<100)
    func bothSidesAgreeOnTheSameCompression(_ seed: Int) throws {
        var generator = SeededGenerator(seed: 200 + seed)
        let allowed = (client: generator.compression(), server: generator.compression())
        let client = try ClientHandshake(
            host: "localhost",
            target: "/",
            nonce: generator.bytes(16),
            compression: allowed.client
        )
        let request: RequestHead = try arrive(client.request, &generator)
        let acceptance = try ServerHandshake(compression: allowed.server).accept(request)
        let response: ResponseHead = try arrive(acceptance.response, &generator)
        let (ours, theirs) = (try client.agreement(from: response).compression, acceptance.agreement.compression)
        guard let ours, let theirs else {
            #expect(ours == nil && theirs == nil)
            #expect(allowed.client == nil || allowed.server == nil)
            return
        }
        // Each side decompresses with at least the window that the other compresses with.
        #expect(ours.remote.windowBits >= theirs.local.windowBits)
        #expect(theirs.remote.windowBits >= ours.local.windowBits)
        #expect(ours.remote.keepsContext == theirs.local.keepsContext)
        #expect(theirs.remote.keepsContext == ours.local.keepsContext)
        try expectMessagesCross(ours, theirs)
    }

    private func expectMessagesCross(_ client: Compression, _ server: Compression) throws {
        let text = String(repeating: "the same again and again ", count: 50)
        for (sender, local, remote) in [(Role.client, client, server), (.server, server, client)] {
            var encoder = MessageEncoder(role: sender, compression: local)
            var receiver = Receiver(role: sender.peer, compression: remote)
            for _ in 0..<3 { try receiver.feed(encoder.encoded(.text, Array(text.utf8))) }
            #expect(receiver.received == [.text(text), .text(text), .text(text)])
        }
    }

    @Test func aRefusalArrivesAsStatusAndReason() throws {
        var generator = SeededGenerator(seed: 0)
        let client = try ClientHandshake(host: "localhost", target: "/", nonce: generator.bytes(16))
        let response: ResponseHead = try arrive(Refusal.unauthorized(realm: "etherws").response, &generator)
        #expect(throws: HandshakeError.refused(status: 401, reason: "Authorization Required")) {
            try client.agreement(from: response)
        }
    }

    @Test func theAnswerToOneNonceIsNoAnswerToAnother() throws {
        var generator = SeededGenerator(seed: 1)
        let one = try ClientHandshake(host: "localhost", target: "/", nonce: generator.bytes(16))
        let other = try ClientHandshake(host: "localhost", target: "/", nonce: generator.bytes(16))
        let request: RequestHead = try arrive(one.request, &generator)
        let response: ResponseHead = try arrive(try ServerHandshake().accept(request).response, &generator)
        #expect(throws: HandshakeError.invalidResponse("Sec-WebSocket-Accept")) { try other.agreement(from: response) }
    }

    /// Shows a parser the bytes in pieces, with messages behind the head.
    private func arrive<Message: Head>(_ head: [UInt8], _ generator: inout SeededGenerator) throws -> Message {
        var parser = HeadParser<Message>()
        var arrived: [UInt8] = []
        for piece in generator.cut(head + [0x82, 0x00], maximumPiece: 30) {
            arrived += piece
            guard let found = try parser.parse(arrived.span.bytes) else { continue }
            #expect(head[..<found.length].suffix(4) == [13, 10, 13, 10])
            return found.head
        }
        throw HandshakeError.invalidResponse("no head")
    }
}

extension SeededGenerator {
    fileprivate mutating func compression() -> Compression? {
        guard Int.random(in: 0..<5, using: &self) > 0 else { return nil }
        return Compression(local: side(), remote: side())
    }

    private mutating func side() -> Compression.Side {
        Compression.Side(windowBits: .random(in: 8...15, using: &self), keepsContext: .random(using: &self))
    }
}

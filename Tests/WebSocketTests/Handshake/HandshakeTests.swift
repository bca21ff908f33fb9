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

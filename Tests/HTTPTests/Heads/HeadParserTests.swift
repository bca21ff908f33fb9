import TestSupport
import Testing

@testable import HTTP

@Suite struct HeadParserTests {
    private static let request =
        "GET /chat?room=1 HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n"
        + "X-Empty:\r\nX-Blank: \t a b \t\r\n\r\n"

    @Test func readsARequest() throws {
        var parser = HeadParser<RequestHead>()
        let bytes = Array((Self.request + "rest").utf8)
        let (head, length) = try #require(try parser.parse(bytes.span.bytes))
        #expect(length == bytes.count - 4)
        #expect(head.method == "GET" && head.target == "/chat?room=1" && head.version == .http11)
        #expect(head.fields.lines.map(\.name) == ["Host", "Upgrade", "X-Empty", "X-Blank"])
        #expect(head.fields.lines.map(\.value) == ["server.example.com", "websocket", "", "a b"])
    }

    /// RFC 9112 §2.2.
    @Test(arguments: 0...4) func skipsEmptyLinesBeforeARequest(_ count: Int) throws {
        let lines = String(repeating: "\r\n", count: count)
        let bytes = Array((lines + Self.request + "rest").utf8)
        var parser = HeadParser<RequestHead>()
        let (head, length) = try #require(try parser.parse(bytes.span.bytes))
        #expect(head.target == "/chat?room=1" && head.fields.lines.count == 4)
        #expect(length == bytes.count - 4)
        for count in 0..<length {
            var parser = HeadParser<RequestHead>()
            #expect(try parser.parse(Array(bytes.prefix(count)).span.bytes) == nil)
        }
    }

    /// A first line of the greatest length is taken behind empty ones too.
    @Test func emptyLinesDoNotCountInTheLengthOfTheFirst() throws {
        let limits = HeadLimits(maximumStartLineLength: 14)
        var parser = HeadParser<RequestHead>(limits: limits)
        #expect(try parser.parse(Array("\r\nGET / HTTP/1.1\r\n\r\n".utf8).span.bytes)?.length == 20)
        parser = HeadParser<RequestHead>(limits: limits)
        let long = Array("\r\nGET /a HTTP/1.1\r\n\r\n".utf8)
        #expect(throws: HeadError.startLineTooLong) { try parser.parse(long.span.bytes) }
    }

    /// A colon, a comma or a blank is one whatever mark follows.
    @Test func combiningMarksHideNothing() throws {
        let text = "GET / HTTP/1.1\r\nA:\u{301}b\r\nB: \u{301}, \u{301}c,\u{301}\t\r\n\r\n"
        var parser = HeadParser<RequestHead>()
        let fields = try #require(try parser.parse(Array(text.utf8).span.bytes)).head.fields
        #expect(
            fields.lines.map { Array($0.value.utf8) } == [[0xcc, 0x81, 0x62], Array("\u{301}, \u{301}c,\u{301}".utf8)])
        #expect(fields.elements(of: "B") == ["\u{301}", "\u{301}c", "\u{301}"])
    }

    @Test func readsABareRequest() throws {
        var parser = HeadParser<RequestHead>()
        let (head, length) = try #require(try parser.parse(Array("GET / HTTP/1.1\r\n\r\n".utf8).span.bytes))
        #expect(head == RequestHead(target: "/"))
        #expect(length == 18)
    }

    @Test(arguments: [
        ("HTTP/1.1 101 Switching Protocols", ResponseHead(status: 101, reason: "Switching Protocols")),
        ("HTTP/1.1 101 ", ResponseHead(status: 101)),
        ("HTTP/1.1 101", ResponseHead(status: 101)),
        (
            "HTTP/1.0 401 Authorization Required",
            ResponseHead(version: .http10, status: 401, reason: "Authorization Required")
        ),
        ("HTTP/1.1 404 Où ça?", ResponseHead(status: 404, reason: "Où ça?")),
    ])
    func readsAResponse(_ line: String, _ expected: ResponseHead) throws {
        var parser = HeadParser<ResponseHead>()
        let (head, _) = try #require(try parser.parse(Array((line + "\r\n\r\n").utf8).span.bytes))
        #expect(head == expected)
    }

    @Test func everyPrefixAsksForMore() throws {
        let bytes = Array(Self.request.utf8)
        for count in 0..<bytes.count {
            var parser = HeadParser<RequestHead>()
            #expect(try parser.parse(Array(bytes.prefix(count)).span.bytes) == nil)
        }
    }

    @Test(arguments: 0..<100)
    func aHeadThatArrivesInPiecesIsTheSame(_ seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        var whole = HeadParser<RequestHead>()
        let expected = try #require(try whole.parse(Array(Self.request.utf8).span.bytes))
        var parser = HeadParser<RequestHead>()
        var arrived: [UInt8] = []
        var found: (head: RequestHead, length: Int)?
        for piece in generator.cut(Array(Self.request.utf8), maximumPiece: 20) {
            #expect(found == nil)
            arrived += piece
            found = try parser.parse(arrived.span.bytes)
        }
        #expect(found?.head == expected.head)
        #expect(found?.length == arrived.count)
    }

    @Test(arguments: BadHead.requests)
    func refusesABadRequest(_ bad: BadHead) { expectRefusal(bad, of: HeadParser<RequestHead>()) }

    @Test(arguments: BadHead.responses)
    func refusesABadResponse(_ bad: BadHead) { expectRefusal(bad, of: HeadParser<ResponseHead>()) }

    @Test(arguments: UInt8.min...0x1f)
    func refusesAControlCharacterAnywhere(_ character: UInt8) {
        guard character != 0x09 else { return }
        let name: [UInt8] = Array("GET / HTTP/1.1\r\nA".utf8) + [character, 0x3a]
        let value: [UInt8] = Array("GET / HTTP/1.1\r\nA: b".utf8) + [character, 0x63]
        let target: [UInt8] = Array("GET /".utf8) + [character, 0x20]
        for bytes in [name, value, target, [character, character]] {
            expectRefusal(
                BadHead(String(decoding: bytes, as: UTF8.self), .invalidCharacter), of: HeadParser<RequestHead>())
        }
    }

    @Test func aFirstByteOfTLSIsRefusedAtOnce() {
        var parser = HeadParser<RequestHead>()
        #expect(throws: HeadError.invalidCharacter) { try parser.parse([0x16].span.bytes) }
    }

    @Test func boundsAreExact() throws {
        let limits = HeadLimits(maximumHeadSize: 40, maximumStartLineLength: 16, maximumFieldCount: 2)
        #expect(try length("GET /ab HTTP/1.1\r\n\r\n", limits) == 20)
        #expect(throws: HeadError.startLineTooLong) { try length("GET /abc HTTP/1.1\r\n\r\n", limits) }
        #expect(throws: HeadError.startLineTooLong) { try length("GET /" + String(repeating: "a", count: 12), limits) }
        #expect(try length("GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\n\r\n", limits) == 30)
        #expect(throws: HeadError.tooManyFields) { try length("GET / HTTP/1.1\r\nA:\r\nB:\r\nC:\r\n\r\n", limits) }
        #expect(try length("GET / HTTP/1.1\r\nA: 12345678901234567\r\n\r\n", limits) == 40)
        #expect(throws: HeadError.headTooLarge) {
            try length("GET / HTTP/1.1\r\nA: 123456789012345678\r\n\r\n", limits)
        }
        #expect(throws: HeadError.headTooLarge) {
            try length("GET / HTTP/1.1\r\nA: " + String(repeating: "1", count: 22), limits)
        }
    }

    @Test func theDefaultBoundsHold() {
        let long = "GET / HTTP/1.1\r\nA: " + String(repeating: "1", count: 16_384)
        #expect(throws: HeadError.headTooLarge) { try length(long, HeadLimits()) }
        let many = "GET / HTTP/1.1\r\n" + String(repeating: "A:\r\n", count: 65)
        #expect(throws: HeadError.tooManyFields) { try length(many, HeadLimits()) }
        #expect(throws: HeadError.startLineTooLong) { try length(String(repeating: "A", count: 8_194), HeadLimits()) }
    }

    @Test(arguments: 0..<300)
    func oneByteChangedNeverTraps(_ seed: Int) {
        var generator = SeededGenerator(seed: seed)
        var bytes = Array(Self.request.utf8)
        bytes[.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
        let whole = outcome(of: [bytes])
        #expect(outcome(of: bytes.map { [$0] }) == whole)
    }

    private func outcome(of pieces: [[UInt8]]) -> Result<RequestHead?, HeadError> {
        var parser = HeadParser<RequestHead>()
        var arrived: [UInt8] = []
        do throws(HeadError) {
            for piece in pieces {
                arrived += piece
                if let found = try parser.parse(arrived.span.bytes) { return .success(found.head) }
            }
            return .success(nil)
        } catch {
            return .failure(error)
        }
    }

    private func length(_ text: String, _ limits: HeadLimits) throws -> Int? {
        var parser = HeadParser<RequestHead>(limits: limits)
        return try parser.parse(Array(text.utf8).span.bytes)?.length
    }

    private func expectRefusal<Message: Head>(_ bad: BadHead, of parser: HeadParser<Message>) {
        let bytes = Array(bad.text.utf8)
        #expect(throws: bad.error) {
            var parser = parser
            _ = try parser.parse(bytes.span.bytes)
        }
        #expect(throws: bad.error) {
            var parser = parser
            for count in 1...bytes.count { _ = try parser.parse(Array(bytes.prefix(count)).span.bytes) }
        }
    }
}

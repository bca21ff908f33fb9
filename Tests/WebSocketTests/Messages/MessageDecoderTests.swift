import TestSupport
import Testing

@testable import WebSocket

@Suite struct MessageDecoderTests {
    private static let key: [UInt8] = [0x37, 0xfa, 0x21, 0x3d]

    /// RFC 6455 §5.7, all examples.
    @Test(
        arguments: [
            (Role.client, [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f], Received.text("Hello")),
            (.server, [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58], .text("Hello")),
            (.client, [0x01, 0x03, 0x48, 0x65, 0x6c, 0x80, 0x02, 0x6c, 0x6f], .text("Hello")),
            (.client, [0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f], .ping(Array("Hello".utf8))),
            (.server, [0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58], .pong(Array("Hello".utf8))),
            (
                .client, [0x82, 0x7e, 0x01, 0x00] + [UInt8](repeating: 5, count: 256),
                .binary(.init(repeating: 5, count: 256))
            ),
            (
                .client, [0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0] + [UInt8](repeating: 6, count: 65_536),
                .binary(.init(repeating: 6, count: 65_536))
            ),
        ] as [(Role, [UInt8], Received)])
    func readsTheExamplesOfTheRFC(_ role: Role, _ bytes: [UInt8], _ expected: Received) {
        #expect(receive(bytes, as: role) == Outcome(received: [expected]))
    }

    @Test(arguments: Role.allCases)
    func everyPrefixOfAMessageAsksForMore(_ role: Role) {
        for frame in [WireFrame.text("Hello, κόσμε"), .binary([1, 2, 3]), .ping([9]), .close(1000, "bye")] {
            var frame = frame
            frame.key = role == .server ? Self.key : nil
            for count in 0..<frame.bytes.count {
                #expect(receive(Array(frame.bytes.prefix(count)), as: role) == Outcome(received: []))
            }
        }
    }

    @Test(arguments: Role.allCases)
    func bytesThatArriveOneByOneAreUnmaskedOnce(_ role: Role) {
        let key = role == .server ? Self.key : nil
        let bytes =
            WireFrame.text("Grüße, 12345678901234567890", key: key).bytes + WireFrame.binary([1, 2, 3], key: key).bytes
        #expect(
            receive(bytes.singly, as: role)
                == Outcome(received: [.text("Grüße, 12345678901234567890"), .binary([1, 2, 3])])
        )
    }

    @Test func aMessageInOneFrameIsNotCopied() throws {
        var receiver = Receiver(role: .client)
        try receiver.feed(WireFrame.binary([1, 2]).bytes + WireFrame.text("a").bytes + WireFrame.binary([]).bytes)
        #expect(receiver.received == [.binary([1, 2]), .text("a"), .binary([])])
        #expect(receiver.uncopied == 3)
    }

    @Test func framesThatCompleteNoMessageAreCounted() throws {
        var receiver = Receiver(role: .client)
        try receiver.feed(WireFrame.binary([1, 2]).bytes + WireFrame.text("a").bytes)
        #expect(receiver.overhead == 0)
        try receiver.feed(WireFrame.ping().bytes + WireFrame.pong([1]).bytes)
        #expect(receiver.overhead == 2)
        let fragments = [WireFrame.binary([1], isFinal: false), .continuation([2], isFinal: false), .continuation([3])]
        try receiver.feed(fragments.flatMap(\.bytes))
        #expect(receiver.overhead == 4)
    }

    @Test func aCloseFrameMayBeEmptyOrHoldACodeAndAReason() {
        #expect(receive([0x88, 0x00], as: .client) == Outcome(received: [.close(.noStatus, "")]))
        #expect(receive([0x88, 0x02, 0x03, 0xe9], as: .client) == Outcome(received: [.close(.goingAway, "")]))
        let reason = String(repeating: "ä", count: 61) + "!"
        #expect(
            receive(WireFrame.close(4999, reason).bytes, as: .client).received == [
                .close(.init(rawValue: 4999), reason)
            ])
    }

    /// "After receiving a Close frame … an endpoint discards any further data received" (RFC 6455 §1.4, §5.5.1).
    @Test func whatFollowsACloseFrameIsDiscarded() throws {
        var receiver = Receiver(role: .client)
        try receiver.feed(WireFrame.close(1000).bytes + WireFrame.text("late").bytes)
        try receiver.feed([0xff, 0xff, 0xff])
        #expect(receiver.received == [.close(.normal, "")])
        #expect(receiver.unconsumedCount == 0)
    }

    @Test func saysHowManyBytesAFrameNeeds() throws {
        var receiver = Receiver(role: .server)
        let frame = WireFrame.binary([UInt8](repeating: 0, count: 300), key: Self.key).bytes
        for count in 0..<frame.count {
            // Two bytes that every frame has, then one more until the header of eight bytes tells.
            #expect(receiver.pendingFrameSize == (count >= 8 ? 308 : max(2, count + 1)))
            try receiver.feed([frame[count]])
        }
        #expect(receiver.received.count == 1)
    }

    @Test func theLargestMessageFitsTheLargestFrame() throws {
        var receiver = Receiver(role: .server, limits: Limits(maximumMessageSize: 70_000))
        let frame = WireFrame.binary([UInt8](repeating: 9, count: 70_000), key: Self.key).bytes
        #expect(frame.count == receiver.maximumFrameSize)
        try receiver.feed(frame)
        #expect(receiver.received.count == 1)
    }

    /// A header of at most 14 bytes, and a message or the 125 bytes of a control frame (RFC 6455 §5.2, §5.5).
    @Test(arguments: [(0, 139), (1, 139), (125, 139), (126, 140), (1_000, 1_014)])
    func theLargestFrameHoldsTheLargestMessageOrControlFrame(_ limit: Int, _ size: Int) {
        #expect(Receiver(role: .server, limits: Limits(maximumMessageSize: limit)).maximumFrameSize == size)
    }

    @Test func aLimitOfNoBytesAllowsEmptyMessages() {
        let limits = Limits(maximumMessageSize: 0)
        #expect(receive([0x82, 0x00, 0x81, 0x00], as: .client, limits: limits).received == [.binary([]), .text("")])
        #expect(receive([0x82, 0x01, 0x00], as: .client, limits: limits).error == .messageTooBig)
    }
}

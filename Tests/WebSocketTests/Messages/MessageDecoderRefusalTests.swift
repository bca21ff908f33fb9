import Testing

@testable import WebSocket

/// A way to break RFC 6455, and the close code that the RFC names for it.
struct Violation: CustomTestStringConvertible {
    let testDescription: String
    var role = Role.client
    let bytes: [UInt8]
    let code: UInt16
    var limits = Limits(maximumMessageSize: 1000)

    init(_ name: String, as role: Role = .client, _ bytes: [UInt8], _ code: UInt16) {
        (testDescription, self.role, self.bytes, self.code) = (name, role, bytes, code)
    }
}

@Suite struct MessageDecoderRefusalTests {
    private static let key: [UInt8] = [1, 2, 3, 4]

    @Test(arguments: Violation.all)
    func theDecoderFailsWithTheCodeOfTheRFC(_ violation: Violation) {
        let whole = receive(violation.bytes, as: violation.role, limits: violation.limits)
        #expect(whole.error?.closeCode.rawValue == violation.code)
        #expect(receive(violation.bytes.singly, as: violation.role, limits: violation.limits) == whole)
    }

    @Test(arguments: Violation.all)
    func whatCameBeforeIsDelivered(_ violation: Violation) {
        let key = violation.role == .server ? Self.key : nil
        let good = WireFrame.text("good", key: key).bytes + WireFrame.ping([1], key: key).bytes
        let outcome = receive(good + violation.bytes, as: violation.role, limits: violation.limits)
        #expect(outcome.received.prefix(2) == [.text("good"), .ping([1])])
        #expect(outcome.error?.closeCode.rawValue == violation.code)
    }

    /// Whole messages are read in another way than those of which a part is there.
    @Test(arguments: Violation.all)
    func whatFollowsItChangesNothing(_ violation: Violation) {
        let followed = violation.bytes + [UInt8](repeating: 0, count: 2_000)
        #expect(
            receive(followed, as: violation.role, limits: violation.limits)
                == receive(violation.bytes, as: violation.role, limits: violation.limits))
    }

    @Test(arguments: Violation.all)
    func nothingIsDeliveredAfterIt(_ violation: Violation) {
        var receiver = Receiver(role: violation.role, limits: violation.limits)
        let first = failure(of: violation.bytes, in: &receiver)
        let count = receiver.received.count
        let key = violation.role == .server ? Self.key : nil
        #expect(failure(of: WireFrame.text("good", key: key).bytes, in: &receiver) == first)
        #expect(first != nil)
        #expect(receiver.received.count == count)
    }

    /// A frame over the limit is refused when its header is there, before any of its payload.
    @Test(
        arguments: [
            [0x82, 0x7e, 0x03, 0xe9], [0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0], [0x82, 0x7f, 0x7f, 0xff, 0, 0, 0, 0, 0, 0],
            [0x02, 0x7e, 0x03, 0xe9], [0x81, 0x7e, 0x03, 0xe9],
        ] as [[UInt8]])
    func aLengthOverTheLimitIsRefusedAtOnce(_ header: [UInt8]) {
        let outcome = receive(header, as: .client, limits: Limits(maximumMessageSize: 1000))
        #expect(outcome == Outcome(received: [], error: .messageTooBig))
    }

    @Test func fragmentsCountTogether() {
        let limits = Limits(maximumMessageSize: 1000)
        let half = [UInt8](repeating: 0, count: 500)
        let start = WireFrame.binary(half, isFinal: false).bytes
        #expect(receive(start + WireFrame.continuation(half).bytes, as: .client, limits: limits).error == nil)
        let tooLong = start + [0x80, 0x7e, 0x01, 0xf5]
        #expect(receive(tooLong, as: .client, limits: limits).error == .messageTooBig)
    }

    @Test(
        arguments: [
            // The text up to the byte that cannot be right, of a frame that announces 100 bytes.
            [0xf4, 0x90], [0x61, 0xff], [0xce, 0xba, 0xe1, 0xbd, 0xb9, 0xed, 0xa0],
        ] as [[UInt8]])
    func badTextIsFoundBeforeItsFrameIsWhole(_ text: [UInt8]) {
        let key = Self.key
        let masked = text.enumerated().map { $1 ^ key[$0 % 4] }
        #expect(receive(([0x81, 100] + text).singly, as: .client).error == .invalidUTF8)
        #expect(receive(([0x81, 0x80 | 100] + key + masked).singly, as: .server).error == .invalidUTF8)
        #expect(receive([0x81, 100] + text.dropLast(), as: .client).error == nil)
    }

    private func failure(of bytes: [UInt8], in receiver: inout Receiver) -> ProtocolError? {
        do throws(ProtocolError) {
            try receiver.feed(bytes)
            return nil
        } catch {
            return error
        }
    }
}

import TestSupport
import Testing

@testable import WebSocket

/// Messages in fragments.
@Suite struct MessageAssemblerTests {
    private static let key: [UInt8] = [0x37, 0xfa, 0x21, 0x3d]

    /// "Control frames MAY be injected in the middle of a fragmented message" (RFC 6455 §5.4).
    @Test(arguments: [1, 2, 3, 100])
    func controlFramesStandBetweenFragments(_ maximumPiece: Int) {
        let bytes =
            WireFrame.text("Hel", isFinal: false).bytes + WireFrame.ping([1]).bytes
            + WireFrame.continuation([], isFinal: false).bytes + WireFrame.pong([2]).bytes
            + WireFrame.continuation(Array("lo".utf8)).bytes + WireFrame.binary([7], isFinal: false).bytes
            + WireFrame.ping().bytes + WireFrame.continuation([8]).bytes
        var generator = SeededGenerator(seed: maximumPiece)
        let outcome = receive(generator.cut(bytes, maximumPiece: maximumPiece), as: .client)
        #expect(outcome == Outcome(received: [.ping([1]), .pong([2]), .text("Hello"), .ping([]), .binary([7, 8])]))
    }

    @Test func fragmentsOfOneByteArePutTogether() {
        let text = "Grüße aus der Ferne"
        var bytes = WireFrame.text("", isFinal: false, key: Self.key).bytes
        for byte in text.utf8 { bytes += WireFrame.continuation([byte], isFinal: false, key: Self.key).bytes }
        bytes += WireFrame.continuation([], key: Self.key).bytes
        #expect(receive(bytes, as: .server) == Outcome(received: [.text(text)]))
        #expect(receive(bytes.singly, as: .server) == Outcome(received: [.text(text)]))
    }

    @Test func theAssemblyBufferServesOneMessageAfterTheOther() {
        let long = [UInt8](repeating: 1, count: 20_000)
        let bytes =
            WireFrame.binary(long, isFinal: false).bytes + WireFrame.continuation(long).bytes
            + WireFrame.binary([2], isFinal: false).bytes + WireFrame.continuation([3]).bytes
            + WireFrame.binary(long).bytes
        #expect(
            receive(bytes, as: .client) == Outcome(received: [.binary(long + long), .binary([2, 3]), .binary(long)]))
    }

    @Test func whatWasPutTogetherBeforeTakesNoRoom() {
        let limits = Limits(maximumMessageSize: 1_000)
        let half = String(repeating: "h", count: 500)
        let fragments = WireFrame.text(half, isFinal: false).bytes + WireFrame.continuation(Array(half.utf8)).bytes
        let whole = half + half
        #expect(
            receive(fragments + WireFrame.text(whole).bytes + fragments, as: .client, limits: limits)
                == Outcome(received: [.text(whole), .text(whole), .text(whole)]))
    }
}

import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// What a frame takes up in a mailbox: a header, and its bytes rounded up to the size of one.
@Suite struct MailboxRoomTests {
    private static let grain = MemoryLayout<TrunkHeader>.stride
    private static let capacity = 256 * 1024

    private func count(ofFramesOf byteCount: Int) -> Int {
        let mailbox = Mailbox(capacity: Self.capacity)
        let frame = [UInt8](repeating: 1, count: byteCount)
        var count = 0
        while mailbox.post(TrunkHeader(.directed), frame.span.bytes) { count += 1 }
        return count
    }

    @Test(arguments: [(0, 1), (1, 2), (grain - 1, 2), (grain, 2), (grain + 1, 3), (2 * grain, 3), (7 * grain, 8)])
    func `a mailbox is filled to the last header`(byteCount: Int, grains: Int) {
        #expect(count(ofFramesOf: byteCount) == Self.capacity / (grains * Self.grain))
    }
}

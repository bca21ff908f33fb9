import Frame
import Streams
import Testing

@testable import Transports

@Suite struct OverheadSettlingTests {
    private var overhead = Overhead()

    private mutating func settle(
        wire: Int, records: Int = 0, plaintext: Int = 0, frames: [Int] = [], controls: Int = 0
    ) -> (count: Int, byteCount: Int) {
        for frame in frames { overhead.delivered(frame) }
        var arrival = Arrival()
        arrival.add(wire: wire, records: records, plaintext: plaintext)
        return overhead.settle(arrival, consumed: plaintext, controlCount: controls)
    }

    @Test mutating func `frames in two records each, and transfers in records of 1 KiB, cost nothing for ever`() {
        for size in [14, 60, 1514, 65_553] {
            for _ in 0..<10_000 {
                let settled = settle(
                    wire: size + 14 + 2 * 57, records: 2 + size / 1024, plaintext: size + 14, frames: [size])
                #expect(settled == (0, 0))
            }
        }
    }

    @Test mutating func `whatever decrypts to nothing is charged by its bytes and its records`() {
        var (count, byteCount) = (0, 0)
        for _ in 0..<100 {
            let settled = settle(wire: 27_000, records: 1000)
            (count, byteCount) = (count + settled.count, byteCount + settled.byteCount)
        }
        #expect(count == 100_000)
        #expect(byteCount == 2_700_000 - Overhead.slack)
    }

    @Test mutating func `padding is charged although there is data in the record`() {
        var byteCount = 0
        for _ in 0..<100 { byteCount += settle(wire: 16_405, records: 1, plaintext: 80, frames: [60]).byteCount }
        #expect(byteCount > 1_400_000)
    }

    @Test mutating func `messages that are no frames are charged by their bytes and by their number`() {
        var byteCount = 0
        for _ in 0..<100 {
            overhead.cameToNothing(60_000)
            let settled = settle(wire: 60_000, plaintext: 60_000)
            #expect(settled.count == 1)
            byteCount += settled.byteCount
        }
        #expect(byteCount == 6_000_000 - Overhead.slack)
        #expect(settle(wire: 6, plaintext: 6, controls: 1).count == 1)
    }

    @Test mutating func `what was little before it was decompressed is charged as what it became`() {
        var byteCount = 0
        for _ in 0..<100 {
            overhead.cameToNothing(60_000)
            byteCount += settle(wire: 70, plaintext: 70).byteCount
        }
        #expect(byteCount == 6_000_000 - Overhead.slack)
        // The port counts a frame by its length.
        #expect(settle(wire: 70, plaintext: 70, frames: [60_000]).byteCount == 0)
    }

    @Test mutating func `a byte for each record is charged by the record`() {
        #expect(settle(wire: 23_000, records: 1000, plaintext: 1000).count == 1000)
        #expect(settle(wire: 60, records: 3, plaintext: 20, frames: [14]).count == 1)
    }

    @Test mutating func `a long message in pieces costs nothing, be it fragments or a record`() {
        for _ in 0..<1000 {
            for _ in 0..<7 { #expect(settle(wire: 8_192, plaintext: 8_192) == (0, 0)) }
            #expect(settle(wire: 8_000, plaintext: 8_000, frames: [65_000]) == (0, 0))
            #expect(settle(wire: 10_000) == (0, 0))
            #expect(settle(wire: 6_405, records: 1, plaintext: 16_384, frames: [16_000]) == (0, 0))
        }
    }

    @Test mutating func `up to 82,961 bytes in advance are not charged, and each one beyond it is`() {
        #expect(settle(wire: 0) == (0, 0))
        #expect(settle(wire: 82_961) == (0, 0))
        #expect(settle(wire: 0) == (0, 0))
        #expect(settle(wire: 1) == (0, 1))
        overhead.cameToNothing(100)
        #expect(settle(wire: 100, plaintext: 100) == (1, 100))
        #expect(settle(wire: 0) == (0, 0))
        overhead.cameToNothing(100)
        #expect(settle(wire: 70, plaintext: 70) == (1, 100))
    }

    @Test(arguments: [383, 384])
    mutating func `a frame pays for itself, a sixteenth of it, and 128 bytes`(wire: Int) {
        _ = settle(wire: 82_961)
        #expect(settle(wire: wire, frames: [240]).byteCount == wire - 383)
    }

    @Test mutating func `frames pay for nothing that comes later`() {
        #expect(settle(wire: 14, plaintext: 14, frames: [65_553]) == (0, 0))
        #expect(settle(wire: 82_962).byteCount == 1)
    }

    @Test(
        arguments: [
            (0, 0, 1, 1), (0, 1_023, 1, 1), (0, 1_024, 1, 0), (1, 1_023, 3, 1), (1, 1_024, 4, 1), (2, 2_048, 6, 0),
        ])
    mutating func `two records for each frame, and one for each KiB, are usual`(
        frames: Int, plaintext: Int, records: Int, count: Int
    ) {
        let frames = [Int](repeating: 60, count: frames)
        #expect(settle(wire: plaintext, records: records, plaintext: plaintext, frames: frames).count == count)
    }

    @Test mutating func `two records for each thing that is no frame are usual, and the thing is counted`() {
        #expect(settle(wire: 6, records: 2, plaintext: 6, controls: 1).count == 1)
        #expect(settle(wire: 6, records: 3, plaintext: 6, controls: 1).count == 2)
    }
}

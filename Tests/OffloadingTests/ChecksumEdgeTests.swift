import Frame
import TestSupport
import Testing

@testable import Offloading

/// Sums that carry, and checksums that are special.
@Suite struct ChecksumEdgeTests {
    /// One's complement, the slow way.
    private func folded(_ sum: UInt64) -> UInt16 {
        var sum = sum
        while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
        return UInt16(sum)
    }

    @Test func foldsWhateverCarriesWhere() {
        var generator = SeededGenerator(seed: 9)
        let edges: [UInt64] = [0, 1, 0xfffe, 0xffff, 0x1_0000, 0xffff_0000, 0xffff_ffff, 0x1_0000_0000, .max - 1, .max]
        let random = (0..<200).map { UInt64.random(in: 0 ... .max, using: &generator) >> UInt64($0 % 48) }
        for sum in edges + edges.flatMap({ one in edges.map { one &+ $0 } }) + random where sum != 0 {
            #expect(InternetChecksum.fold(sum) == folded(sum), "\(sum)")
        }
        #expect(InternetChecksum.fold(0) == 0)
    }

    @Test func sumsOfWhatIsAllOnesCarryInEveryLane() {
        for count in [2, 32, 126, 128, 160, 1_024, 65_534] {
            let bytes = [UInt8](repeating: 0xff, count: count)
            #expect(bytes.withUnsafeBytes { InternetChecksum.fold(InternetChecksum.sum($0)) } == 0xffff)
        }
    }

    /// A frame of nothing but a word to add up, and the room for the checksum.
    private func complete(_ word: UInt16) -> PartialChecksum.Completed? {
        let frame = [UInt8](repeating: 0, count: 14) + withUnsafeBytes(of: word) { Array($0) } + [0, 0]
        return frame.withUnsafeBytes {
            PartialChecksum.complete($0, Offload(needsChecksum: true, checksumStart: 14, checksumOffset: 2))
        }
    }

    @Test(arguments: [0, 1, 2, 0x7fff, 0xfffd, 0xfffe] as [UInt16])
    func aChecksumIsTheComplementOfTheSum(_ word: UInt16) {
        #expect(complete(word)?.value == (word == 0 ? 0xffff : ~word))
        #expect(complete(word)?.offset == 16)
    }

    @Test func aChecksumOfZeroIsWrittenAsItsOtherForm() { #expect(complete(0xffff)?.value == 0xffff) }

    @Test(arguments: [
        (13, 3, false), (14, 2, true), (14, 3, false), (15, 1, true), (16, 0, true), (17, 0, false), (18, 0, false),
    ])
    func aChecksumStandsBehindTheEthernetHeaderWithinTheFrame(start: Int, offset: Int, isSound: Bool) {
        let frame = [UInt8](repeating: 1, count: 18)
        let offload = Offload(needsChecksum: true, checksumStart: UInt16(start), checksumOffset: UInt16(offset))
        #expect((frame.withUnsafeBytes { PartialChecksum.complete($0, offload) } != nil) == isSound)
        var count = 0
        let isDone = frame.withUnsafeBytes { OrdinaryFrames.forEach(of: $0.bytes, offload) { _ in count += 1 } }
        #expect(isDone == isSound)
        #expect(count == (isSound ? 1 : 0))
    }
}

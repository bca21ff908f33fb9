import TestSupport
import Testing

@testable import Offloading

@Suite struct InternetChecksumTests {
    private func fold(_ bytes: [UInt8]) -> UInt16 {
        ~InternetChecksum.fold(bytes.withUnsafeBytes { InternetChecksum.sum($0) })
    }

    /// RFC 1071 §3.
    @Test func addsUpTheExampleOfTheRFC() {
        #expect(fold([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]).bigEndian == ~0xddf2)
    }

    @Test(arguments: 0..<200) func addsUpAsTheSlowWayDoes(_ count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
        #expect(fold(bytes).bigEndian == checksum(bytes))
    }

    @Test func doesNotOverflow() {
        let bytes = [UInt8](repeating: 0xff, count: 1 << 20)
        #expect(fold(bytes) == 0)
    }

    @Test(arguments: [0, 1, 7, 8, 31, 32, 33, 64, 1_460, 65_535]) func copiesMasksAndAddsUpInOnePass(_ count: Int)
        throws
    {
        var generator = SeededGenerator(seed: 1)
        let source = (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
        let mask: UInt64 = 0x0807_0605_0403_0201
        var copy = [UInt8](repeating: 0, count: count + 1)
        let sum = try #require(
            source.withUnsafeBytes { source in
                copy.withUnsafeMutableBytes { InternetChecksum.copy(source, to: $0, mask: mask) }
            })
        #expect(~InternetChecksum.fold(sum).bigEndian == checksum(source))
        #expect(copy == source.enumerated().map { $1 ^ UInt8(($0 & 7) + 1) } + [0])
    }

    @Test(arguments: [1, 31, 32, 33, 65_539]) func copiesNothingWithoutEnoughRoom(_ count: Int) {
        let source = [UInt8](repeating: 1, count: count)
        var copy = [UInt8](repeating: 0, count: count - 1)
        let sum = source.withUnsafeBytes { source in
            copy.withUnsafeMutableBytes { InternetChecksum.copy(source, to: $0, mask: 0) }
        }
        #expect(sum == nil)
        #expect(copy.allSatisfy { $0 == 0 })
    }
}

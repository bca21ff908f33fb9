/// The Internet checksum (RFC 1071): the one's complement sum of 16-bit words.
///
/// Sums are taken in the host's byte order, which the arithmetic allows as long as the result is stored in it too (§2 (B)), and
/// are kept wide, to be folded once at the end.
package enum InternetChecksum {
    /// Adds up `bytes`, an odd last one padded with zero.
    @inline(__always)
    static func sum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard bytes.count >= Self.worthLanes else { return tail(bytes) }
        var lanes = Lanes()
        var offset = 0
        while offset &+ Lanes.width <= bytes.count {
            lanes.add(bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self))
            offset &+= Lanes.width
        }
        return lanes.total &+ tail(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
    }

    /// Copies `source` to `destination`, each byte combined with `mask` by exclusive or, and adds up the source's bytes: one pass.
    ///
    /// - Parameters:
    ///   - destination: room for `source.count` bytes.
    ///   - mask: eight bytes that are repeated; its least significant byte meets the first byte.
    /// - Returns: the sum, or `nil` if there is not enough room; nothing was copied then.
    package static func copy(
        _ source: UnsafeRawBufferPointer,
        to destination: UnsafeMutableRawBufferPointer,
        mask: UInt64
    ) -> UInt64? {
        guard source.count <= destination.count else { return nil }
        let wide = SIMD4(repeating: mask)
        var lanes = Lanes()
        var offset = 0
        while offset &+ Lanes.width <= source.count {
            let block = source.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
            lanes.add(block)
            destination.storeBytes(of: block ^ wide, toByteOffset: offset, as: SIMD4<UInt64>.self)
            offset &+= Lanes.width
        }
        let rest = UnsafeRawBufferPointer(rebasing: source[offset...])
        for (index, byte) in rest.enumerated() {
            destination[offset &+ index] = byte ^ UInt8(truncatingIfNeeded: mask >> UInt64(8 &* (index & 7)))
        }
        return lanes.total &+ tail(rest)
    }

    /// Folds a sum to the 16 bits that a checksum has, without complementing it.
    @inline(__always)
    static func fold(_ sum: UInt64) -> UInt16 {
        var folded = (sum & 0xffff_ffff) &+ (sum >> 32)
        folded = (folded & 0xffff_ffff) &+ (folded >> 32)
        folded = (folded & 0xffff) &+ (folded >> 16)
        folded = (folded & 0xffff) &+ (folded >> 16)
        return UInt16(truncatingIfNeeded: folded)
    }

    /// The sum of a number that stands on the wire as 16 bits.
    @inline(__always)
    static func term(_ value: Int) -> UInt64 { UInt64(UInt16(truncatingIfNeeded: value).bigEndian) }

    /// Fewer bytes, such as those of a header, are added up one word after another.
    private static let worthLanes = 4 * Lanes.width

    /// The sum of few bytes.
    @inline(__always)
    private static func tail(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var sum: UInt64 = 0
        var offset = 0
        while offset &+ 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            sum &+= (word & 0xffff_ffff) &+ (word >> 32)
            offset &+= 8
        }
        if offset &+ 4 <= bytes.count {
            sum &+= UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset &+= 4
        }
        if offset &+ 2 <= bytes.count {
            sum &+= UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
            offset &+= 2
        }
        if offset < bytes.count { sum &+= UInt64(UInt16(bytes[offset]).littleEndian) }
        return sum
    }

    /// Sums of the even and odd 32-bit words, which cannot overflow for less than 2³² blocks.
    private struct Lanes {
        static let width = 32
        private var low = SIMD4<UInt64>()
        private var high = SIMD4<UInt64>()

        @inline(__always)
        mutating func add(_ block: SIMD4<UInt64>) {
            low &+= block & SIMD4(repeating: 0xffff_ffff)
            high &+= block &>> SIMD4(repeating: 32)
        }

        /// Folded to 33 bits, so that many sums can be added.
        @inline(__always)
        var total: UInt64 {
            let sum = low &+ high
            return Self.halve(Self.halve(sum[0]) &+ Self.halve(sum[1]) &+ Self.halve(sum[2]) &+ Self.halve(sum[3]))
        }

        @inline(__always)
        private static func halve(_ value: UInt64) -> UInt64 { (value & 0xffff_ffff) &+ (value >> 32) }
    }
}

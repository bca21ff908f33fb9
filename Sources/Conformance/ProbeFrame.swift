internal import Frame

/// A frame that tells its way and its place in the sequence, so that one that is lost, doubled or spoilt is found out.
///
///     | destination 6 | source 6 | type 0x88b5 | number 4 | bytes from the number on … |
///
/// Frames without room for a number are told apart by their source address. The type is one that IEEE 802 leaves to experiments, so
/// what a host says on a TAP by itself is not taken for ours.
struct ProbeFrame: Equatable, Sendable {
    let bytes: [UInt8]

    /// The type of all of them, the local experimental EtherType 1.
    static let etherType: [UInt8] = [0x88, 0xb5]

    /// Makes the frame `number`, of `size` bytes, 14 or more.
    init(number: UInt32, size: Int) {
        let tail = withUnsafeBytes(of: number.bigEndian) { Array($0) }
        var bytes: [UInt8] = [0x02, 0, 0, 0, 0, 0x01, 0x02, 0x02] + tail + Self.etherType + tail
        // 251 is prime: no length that a fault could have in mind is a multiple of it.
        let filling = (0..<251).map { UInt8(truncatingIfNeeded: $0 &+ Int(number)) }
        while bytes.count < size { bytes += filling }
        self.bytes = Array(bytes.prefix(size))
    }

    /// Copies a frame that arrived; `nil` if it is none of ours.
    init?(_ frame: RawSpan) {
        let bytes = frame.withUnsafeBytes { Array($0) }
        guard bytes.count >= FrameSize.minimum, Array(bytes[12..<14]) == Self.etherType else { return nil }
        self.bytes = bytes
    }

    /// Sizes around every boundary that a header, a buffer or a length field may have, up to `longest`.
    static func sizes(upTo longest: Int) -> [Int] {
        let boundaries = [256, 512, 1024, 1514, 1518, 2048, 4096, 9018, 16_384, 32_768, 65_536, longest]
        let sizes = Set(boundaries.flatMap { [$0 - 1, $0, $0 + 1] } + Array(FrameSize.minimum...80) + Array(120...135))
        return sizes.filter { FrameSize.minimum...longest ~= $0 }.sorted()
    }
}

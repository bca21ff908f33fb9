import Frame

/// The `virtio_net_hdr` in front of each frame on an offloading TAP (`linux/virtio_net.h`), in the host's byte order.
///
///     octets  0       1       2             4             6             8             10
///             | flags | type  | header len. | segm. size  | csum start  | csum offset |
enum VirtioHeader {
    static let length = 10

    private static let needsChecksum: UInt8 = 1
    private static let isChecksumValid: UInt8 = 2
    private static let hasECN: UInt8 = 0x80

    /// Reads the header at the start of `bytes`; `nil` if it is not all there, or asks for a segmentation that nobody has agreed to.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Offload? {
        guard bytes.count >= length, let type = Offload.Segmentation(rawValue: bytes[1] & ~hasECN) else { return nil }
        func field(_ offset: Int) -> UInt16 { bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self) }
        // The usual case, told apart by two bytes: nothing is left to do.
        guard bytes[0] & needsChecksum != 0 || type != .none else { return Offload.none }
        return Offload(
            segmentation: type,
            hasECN: bytes[1] & hasECN != 0,
            needsChecksum: bytes[0] & needsChecksum != 0,
            isChecksumValid: bytes[0] & isChecksumValid != 0,
            headerLength: field(2),
            segmentSize: field(4),
            checksumStart: field(6),
            checksumOffset: field(8)
        )
    }

    /// Writes a header to the start of `buffer`.
    static func write(_ offload: Offload, to buffer: UnsafeMutableRawBufferPointer) {
        func store(_ value: UInt16, _ offset: Int) {
            buffer.storeBytes(of: value, toByteOffset: offset, as: UInt16.self)
        }
        buffer[0] = (offload.needsChecksum ? needsChecksum : 0) | (offload.isChecksumValid ? isChecksumValid : 0)
        buffer[1] = offload.segmentation.rawValue | (offload.hasECN ? hasECN : 0)
        store(offload.headerLength, 2)
        store(offload.segmentSize, 4)
        store(offload.checksumStart, 6)
        store(offload.checksumOffset, 8)
    }
}

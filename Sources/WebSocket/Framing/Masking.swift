/// The exclusive or with a repeated key that a client's payloads go through; it is its own inverse (RFC 6455 §5.3).
///
/// A payload may be masked in several pieces: each piece's `phase` is the number of payload bytes before it. Keys have
/// their first octet on the wire in their least significant byte.
package enum Masking {
    /// The key twice over, turned so that its least significant octet is the one that a piece at `phase` begins with.
    package static func word(_ key: UInt32, phase: Int) -> UInt64 {
        let turn = UInt32(8 * (phase & 3))
        let turned = key >> turn | key << (32 - turn)
        return UInt64(turned) << 32 | UInt64(turned)
    }

    /// Masks or unmasks `bytes` where they are.
    package static func apply(_ key: UInt32, phase: Int = 0, to bytes: UnsafeMutableRawBufferPointer) {
        copy(from: UnsafeRawBufferPointer(bytes), to: bytes, key: key, phase: phase)
    }

    /// Masks or unmasks `source` while copying it to the start of `destination`, which must have room for it.
    ///
    /// The two may be the same memory, but may not overlap otherwise.
    package static func copy(
        from source: UnsafeRawBufferPointer,
        to destination: UnsafeMutableRawBufferPointer,
        key: UInt32,
        phase: Int = 0
    ) {
        precondition(source.count <= destination.count, "no room for the masked bytes")
        guard let from = source.baseAddress, let to = destination.baseAddress else { return }
        let word = word(key, phase: phase).littleEndian
        let vector = SIMD8(repeating: word)
        var offset = 0
        while offset + 64 <= source.count {
            let block = from.loadUnaligned(fromByteOffset: offset, as: SIMD8<UInt64>.self)
            to.storeBytes(of: block ^ vector, toByteOffset: offset, as: SIMD8<UInt64>.self)
            offset += 64
        }
        while offset + 8 <= source.count {
            let block = from.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            to.storeBytes(of: block ^ word, toByteOffset: offset, as: UInt64.self)
            offset += 8
        }
        while offset < source.count {
            let octet = UInt8(truncatingIfNeeded: UInt64(littleEndian: word) >> UInt64(8 * (offset & 3)))
            let byte = from.load(fromByteOffset: offset, as: UInt8.self)
            to.storeBytes(of: byte ^ octet, toByteOffset: offset, as: UInt8.self)
            offset += 1
        }
    }
}

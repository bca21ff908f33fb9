internal import COpenSSL

/// Bytes that nobody can foretell, from OpenSSL's generator.
enum Randomness {
    /// Fills `buffer`.
    ///
    /// Traps if there is no randomness: nothing may be sent that a stranger could guess.
    static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        let bytes = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        precondition(RAND_bytes(bytes, CInt(buffer.count)) == 1, "the random generator has failed")
    }

    /// So many bytes.
    static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { fill($0) }
        return bytes
    }
}

import Glibc

// What is done to every byte is done to many at once: under libFuzzer each comparison is recorded, a loop's too.

extension [UInt8] {
    /// Whether all bytes are the same.
    func isSame(as other: [UInt8]) -> Bool { count == other.count && memcmp(self, other, count) == 0 }

    /// The bytes, each combined with one of four that are repeated, by exclusive or (RFC 6455 §5.3).
    func masked(by key: [UInt8]) -> [UInt8] {
        var bytes = self
        let octets = key[0..<4] + key[0..<4]
        let wide = octets.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        bytes.withUnsafeMutableBytes { bytes in
            var index = 0
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                bytes.storeBytes(of: word ^ wide, toByteOffset: index, as: UInt64.self)
                index += 8
            }
            while index < bytes.count {
                bytes[index] ^= key[index & 3]
                index += 1
            }
        }
        return bytes
    }
}

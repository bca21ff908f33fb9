internal import COpenSSL

/// Unpredictable masking keys (RFC 6455 §5.3), fetched from OpenSSL's random generator a thousand at a time, so that a key costs
/// no system call.
struct MaskingKeys {
    private var pool: [UInt32]
    private var used: Int

    init(batch: Int = 1024) {
        pool = Array(repeating: 0, count: batch)
        used = batch
    }

    mutating func next() -> UInt32 {
        if used == pool.count { refill() }
        defer { used += 1 }
        return pool[used]
    }

    private mutating func refill() {
        let result = pool.withUnsafeMutableBytes { bytes in
            RAND_bytes(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), CInt(bytes.count))
        }
        precondition(result == 1, "the random generator has failed: no frame may be sent with a guessable key")
        used = 0
    }
}

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
        pool.withUnsafeMutableBytes { Randomness.fill($0) }
        used = 0
    }
}

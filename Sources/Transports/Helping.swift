/// How much is received at once: as much as can be dealt with before others have waited for long.
///
/// Frames that all go into one large write are dealt with at memory speed, a hundred tiny ones for the local interface take as long as
/// a megabyte of those. So it is not told by the bytes, but found out: less at once when it took too long, more when it did not.
struct Helping {
    /// In bytes.
    private(set) var byteCount = Helping.most

    /// As much as the loop's memory has room for.
    static let most = 256 * 1024
    /// Room for some frames.
    static let least = 4 * 1024

    /// So many bytes were received and dealt with.
    mutating func taken(_ count: Int, tookTooLong: Bool) {
        if tookTooLong {
            byteCount = max(Self.least, min(byteCount, count) / 2)
        } else if count >= byteCount / 2 {
            byteCount = min(2 * byteCount, Self.most)
        }
    }
}

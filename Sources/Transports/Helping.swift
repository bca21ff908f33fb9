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
    static let least = 1024

    /// What is bulk, in bytes: with half its share it cost a tenth more processor time.
    private static let bulk = 64 * 1024
    /// How long bulk may take.
    private static let bulkShare = Duration.microseconds(200)
    /// How long less than that may take: many short frames cost the same in smaller helpings.
    private static let share = Duration.microseconds(80)

    /// What comes next may be dealt with otherwise than what came last.
    mutating func beginAnew() { byteCount = Self.least }

    /// So many bytes were received and dealt with.
    mutating func taken(_ count: Int, in time: Duration) {
        if time > (count >= Self.bulk ? Self.bulkShare : Self.share) {
            byteCount = max(Self.least, min(byteCount, count) / 2)
        } else if count >= byteCount / 2 {
            byteCount = min(2 * byteCount, Self.most)
        }
    }
}

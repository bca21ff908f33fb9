/// How much is received at once: as much as can be dealt with before others have waited for long.
///
/// Frames that all go into one large write are dealt with at memory speed, a hundred tiny ones for the local interface take as long as
/// a megabyte of those. So it is not told by the bytes, but found out: less at once when it took too long, more when it did not.
package struct ReadBudget {
    /// In bytes.
    package private(set) var byteCount = ReadBudget.most

    package init() {}

    /// As much as the loop's memory has room for.
    package static let most = 256 * 1024
    /// Room for some frames.
    package static let least = 1024

    /// A frame of a transfer, in bytes; of many, on average.
    package static let longFrame = 1024
    /// How long frames of a transfer may take: with half of that they cost a tenth more processor time.
    private static let transferShare = Duration.microseconds(200)
    /// How long short frames may take, which cost the same in smaller helpings.
    private static let shortShare = Duration.microseconds(40)

    /// How long the frames among so many bytes may take until the rest of them is left for another turn.
    ///
    /// Longer than is good for the next read, for what is left is copied.
    package static func patience(for byteCount: Int, frames: Int) -> Duration {
        share(for: byteCount, frames: frames) * 2
    }

    /// What comes next may be dealt with otherwise than what came last.
    package mutating func beginAnew() { byteCount = Self.least }

    /// So many bytes were received, and the frames among them dealt with.
    package mutating func taken(_ count: Int, frames: Int, in time: Duration) {
        if time > Self.share(for: count, frames: frames) {
            byteCount = max(Self.least, min(byteCount, count) / 2)
        } else if count >= byteCount / 2 {
            byteCount = min(2 * byteCount, Self.most)
        }
    }

    private static func share(for byteCount: Int, frames: Int) -> Duration {
        byteCount >= frames * longFrame ? transferShare : shortShare
    }
}

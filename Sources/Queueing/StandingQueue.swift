/// Watches over a queue of the kernel's, of which nothing is known but whether it was found empty, and tells when to lose a packet.
///
/// Such a queue is long and knows no fairness: a ping waits there behind whatever a transfer has put in. When it is not emptied for 5 ms,
/// because we are short of processor time, a flow is to be told to send less.
package struct StandingQueue {
    private var codel = CoDel()
    /// How often in a row some were left.
    private var looks = 0
    /// Whether the next packet that belongs to a transfer is to be lost.
    package private(set) var owesLoss = false

    /// How long packets may be left over each time that some are taken.
    private static let patience = Duration.milliseconds(5)

    /// So many looks that find some left tell that they come faster than they are taken; after fewer, it may be that we were not running.
    private static let telling = 4

    /// Begins with a queue that is empty.
    package init() {}

    /// Packets were taken out; what is owed of an earlier loss is forgiven once the queue is empty.
    package mutating func taken(leavingSome isLong: Bool, at now: Duration) {
        looks = isLong ? min(looks + 1, Self.telling) : 0
        let isTooLong = codel.drops(isLong: looks == Self.telling, at: now, interval: Self.patience)
        owesLoss = isTooLong || owesLoss && isLong
    }

    /// A packet was lost.
    package mutating func lost() { owesLoss = false }
}

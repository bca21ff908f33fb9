/// Tells a loop in the network by addresses that are here and there at the same time, told the time.
///
/// A frame that goes round comes back on another port than the one its source is on: our own, or one that two peers see. A machine
/// that moves does so once; a loop does it as often as a frame goes round.
struct LoopGuard {
    /// How long the port is shut.
    let duration: Duration
    private var conflicts = 0
    private var windowBegan: PolicyTick
    private var shutAt: PolicyTick?

    /// How many conflicts within ``window`` make a loop.
    static let limit = 64
    static let window = Duration.seconds(1)

    init(_ duration: Duration, at now: PolicyTick) {
        self.duration = duration
        windowBegan = now
    }

    /// Whether the port is shut.
    mutating func isShut(at now: PolicyTick) -> Bool {
        guard let shutAt else { return false }
        guard now.isPast(duration, since: shutAt) else { return true }
        self.shutAt = nil
        return false
    }

    /// A frame had a source that is on another port.
    ///
    /// - Returns: whether this is a loop; the port is shut from now on.
    mutating func conflicted(at now: PolicyTick) -> Bool {
        if now.isPast(Self.window, since: windowBegan) { (conflicts, windowBegan) = (0, now) }
        conflicts += 1
        guard conflicts >= Self.limit else { return false }
        (conflicts, shutAt) = (0, now)
        return true
    }
}

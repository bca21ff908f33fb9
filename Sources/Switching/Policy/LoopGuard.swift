/// Tells a loop in the network by an address that is here and there at the same time, told the time.
///
/// A frame that goes round comes back on another port than the one its source is on: our own, or one that two peers see. A machine
/// that moves does so once, and so do all machines behind a port that stands in for another; in a loop the same address comes again
/// and again.
struct LoopGuard {
    /// How long the port is shut.
    let duration: Duration
    /// The address that is watched, the first to have come from elsewhere for a while.
    private var suspect = AddressKey.none
    private var conflicts = 0
    private var windowBegan: PolicyTick
    private var shutAt: PolicyTick?
    /// Whether the port was shut, is so no more, and that was not reported.
    var hasReopened = false

    /// How often one address comes from elsewhere within ``window`` where there is a loop.
    static let limit = 32
    static let window = Duration.seconds(5)

    init(_ duration: Duration, at now: PolicyTick) {
        self.duration = duration
        windowBegan = now
    }

    /// Whether the port is shut.
    mutating func isShut(at now: PolicyTick) -> Bool {
        guard let shutAt else { return false }
        guard now.isPast(duration, since: shutAt) else { return true }
        self.shutAt = nil
        hasReopened = true
        return false
    }

    /// A frame had a source that was on another port.
    ///
    /// - Returns: whether this is a loop.
    mutating func conflicted(_ source: AddressKey, at now: PolicyTick) -> Bool {
        if suspect == .none || now.isPast(Self.window, since: windowBegan) {
            (suspect, conflicts, windowBegan) = (source, 0, now)
        }
        guard source == suspect else { return false }
        conflicts += 1
        guard conflicts >= Self.limit else { return false }
        suspect = .none
        return true
    }

    /// Shuts the port.
    mutating func shut(at now: PolicyTick) { shutAt = now }
}

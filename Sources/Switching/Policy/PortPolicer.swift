import Frame

/// Polices a port: what its policy says of each frame that comes in, told the time.
///
/// Decides and remembers; the switch does what it says.
final class PortPolicer {
    let policy: PortPolicy
    // No access overlaps another: nothing here calls what is outside.
    @exclusivity(unchecked) private var bytes: TokenBucket?
    @exclusivity(unchecked) private var frames: TokenBucket?
    @exclusivity(unchecked) private var flood: TokenBucket?
    @exclusivity(unchecked) private var loop: LoopGuard?
    @exclusivity(unchecked) private var questions: TokenBucket
    /// When each kind of violation was last worth a word.
    @exclusivity(unchecked) private var reported = InlineArray<24, PolicyTick?>(repeating: nil)

    /// How often it is worth a word that frames are dropped for the same reason.
    static let reportInterval = Duration.seconds(60)

    /// How often others are asked whether they still have an address, for each port: an answer takes no longer than a frame.
    static let questionRate = RateLimit(perSecond: 100)

    /// - Returns: `nil` where nothing is forbidden.
    init?(_ policy: PortPolicy, at time: Duration) {
        guard !policy.isVoid else { return nil }
        let now = PolicyTick(time)
        self.policy = policy
        bytes = policy.rate.map { TokenBucket($0, worthwhile: CableLength.longest, at: now) }
        frames = policy.frameRate.map { TokenBucket($0, at: now) }
        flood = policy.floodRate.map { TokenBucket($0, at: now) }
        loop = policy.loopGuard.map { LoopGuard($0, at: now) }
        questions = TokenBucket(Self.questionRate, at: now)
    }

    /// Whether frames that the policy is against are dropped.
    var isEnforced: Bool { policy.mode == .enforce }

    /// What the policy has against a frame that has just come in, if anything.
    func objection(to transit: Transit) -> DropReason? {
        let now = PolicyTick(transit.time)
        // First of all, for it is the line that is limited, whatever becomes of what comes over it.
        if bytes?.take(CableLength.bytes(transit.byteCount, transit.offload), at: now) == false { return .rateExceeded }
        if frames?.take(CableLength.frames(transit.byteCount, transit.offload), at: now) == false {
            return .rateExceeded
        }
        if loop?.isShut(at: now) == true { return .shut }
        if let tags = policy.tags, let tag = transit.header.tag, !tags.contains(tag.identifier) { return .filteredTag }
        if let types = policy.etherTypes, !types.contains(transit.header.etherType) { return .filteredType }
        return nil
    }

    /// Counts what has come in besides frames: each thing as the shortest frame at least, for it makes as much work.
    func countOverhead(_ count: Int, byteCount: Int, at time: Duration) {
        let now = PolicyTick(time)
        bytes?.charge(max(Double(count) * CableLength.bytes(0, .none), Double(byteCount)), at: now)
        frames?.charge(Double(count), at: now)
    }

    /// How long to take nothing from a peer that has sent all it may for now; `nil` for no time.
    func pause(at time: Duration) -> Duration? {
        guard isEnforced, bytes != nil || frames != nil else { return nil }
        let now = PolicyTick(time)
        let pauses = (bytes?.pause(at: now), frames?.pause(at: now))
        guard let first = pauses.0, let second = pauses.1 else { return pauses.0 ?? pauses.1 }
        return max(first, second)
    }

    /// Whether the port was shut, as ``objection(to:)`` has found, is so no more, and that was not reported.
    var hasReopened: Bool { loop?.hasReopened == true }

    /// That the port is open again was reported.
    func toldReopening() { loop?.hasReopened = false }

    /// What the policy has against flooding a frame, if anything.
    func objectionToFlood(of transit: Transit) -> DropReason? {
        let (byteCount, now) = (transit.byteCount, PolicyTick(transit.time))
        return flood?.take(CableLength.frames(byteCount, transit.offload), at: now) == false ? .floodRateExceeded : nil
    }

    /// A frame had a source that was on another port.
    ///
    /// - Returns: whether this is a loop: the port is shut from now on, if the policy is enforced.
    func conflicted(_ source: AddressKey, at time: Duration) -> Bool {
        let now = PolicyTick(time)
        guard loop?.conflicted(source, at: now) == true else { return false }
        if isEnforced { loop?.shut(at: now) }
        return true
    }

    /// Whether another switch may be asked for an address: a flood must not fill the way to it.
    func mayAsk(at time: Duration) -> Bool { questions.take(1, at: PolicyTick(time)) }

    /// Whether it is time to write down that frames are dropped for `reason`, or would be.
    func isWorthReporting(_ reason: DropReason, at time: Duration) -> Bool {
        let now = PolicyTick(time)
        if let last = reported[reason.rawValue], !now.isPast(Self.reportInterval, since: last) { return false }
        reported[reason.rawValue] = now
        return true
    }
}

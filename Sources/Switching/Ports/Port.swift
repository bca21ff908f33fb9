import Frame
import Offloading

/// One link plugged into a switch, and what has passed through it.
///
/// Lives on the switch's event loop. What a link says after its port was detached is ignored.
final class Port: FrameReceiver {
    private let identity: Identity
    let link: any Link
    /// The device that the link is a queue of, if the switches of a stack share it.
    let device: SharedDevice?
    /// The number of ``device``; 0 for none.
    let deviceNumber: UInt8
    /// Where the switch finds this port; given to another port only after this one is detached.
    let place: Int
    /// What frames go to while the port is attached: read for every frame, without counting references.
    @exclusivity(unchecked) private var pipeline: Unmanaged<Pipeline>?
    /// Keeps the switch alive until the port is released, because links may outlive the node that opened them.
    private var owner: LearningSwitch?
    @exclusivity(unchecked) private(set) var counters: PortCounters
    /// Whether a policy applies to what comes in, and what others must know of it.
    private var policing = (isOn: false, restrictions: PortRestrictions())
    /// Shown what the link delivers and takes.
    @exclusivity(unchecked) private(set) var taps: PortTaps
    /// Whether frames were queued since the last flush.
    @exclusivity(unchecked) private var isTouched = false
    /// The reasons of ``tell(_:)`` so far: a bit for each raw value.
    private var told: UInt64 = 0

    /// What a port is, whatever passes through it.
    struct Identity {
        let id: PortID
        let role: PortRole
        var peer: Peer?
        /// The name of the entry of a plan that it came from, if it came from one.
        let entry: String?
        /// What its addresses count for; nothing where no peer connected to us.
        var account: AddressAccount?
        /// Decides whether the port outlives its link; without one it does not.
        var keeper: (any PortKeeper)?
    }

    init(
        _ identity: Identity, _ link: any Link, counters: PortCounters = PortCounters(),
        tappedBy taps: PortTaps = PortTaps(), queueOf device: SharedDevice? = nil, at place: Int,
        of owner: LearningSwitch, _ pipeline: Pipeline
    ) {
        (self.identity, self.link, self.counters, self.taps) = (identity, link, counters, taps)
        (self.device, deviceNumber, self.place) = (device, device?.number ?? 0, place)
        (self.pipeline, self.owner) = (.passUnretained(pipeline), owner)
    }

    /// Takes the place of a port that was kept.
    convenience init(
        _ kept: KeptPort, _ link: any Link, peer: Peer?, account: AddressAccount?, of owner: LearningSwitch,
        _ pipeline: Pipeline
    ) {
        let identity = Identity(
            id: kept.snapshot.id, role: kept.snapshot.role, peer: peer, entry: kept.snapshot.entry, account: account,
            keeper: kept.keeper)
        self.init(
            identity, link, counters: kept.snapshot.counters, tappedBy: kept.taps, at: kept.place, of: owner, pipeline)
    }

    var id: PortID { identity.id }
    var role: PortRole { identity.role }
    var peer: Peer? { identity.peer }
    var account: AddressAccount? { identity.account }
    var keeper: (any PortKeeper)? { identity.keeper }
    /// Whether a policy applies to what comes in; if not, everything is allowed.
    var isPoliced: Bool { policing.isOn }
    /// What others must know of its policy.
    var restrictions: PortRestrictions { policing.restrictions }

    /// Where its frames come in.
    var ingress: Transit.Ingress {
        Transit.Ingress(place: UInt32(truncatingIfNeeded: place), restrictions: restrictions)
    }

    /// What other switches of a stack are to know of where its frames come from.
    var source: TrunkHeader.Source {
        TrunkHeader.Source(
            device: deviceNumber, restrictions: restrictions, account: account?.number ?? AddressAccount.ofNoPeer)
    }

    /// The link, if it leads to a peer.
    ///
    /// To be asked for seldom: it takes a look at the link's type.
    var peerLink: (any PeerLink)? { link as? any PeerLink }

    func snapshot() -> PortSnapshot {
        PortSnapshot(
            id: id, name: link.name, role: role, peer: peer, entry: identity.entry, counters: counters,
            link: link.snapshot)
    }

    // MARK: What the link says

    func received(_ frame: RawSpan, _ offload: Offload) {
        pipeline?._withUnsafeGuaranteedRef { $0.receive(frame, offload, from: self) }
    }

    func dropped(_ reason: DropReason) {
        counters.drops[reason] &+= 1
        if reason.isMalformed { tell(reason) }
    }

    func carriedOverhead(_ count: Int, byteCount: Int) {
        guard isPoliced else { return }
        owner?.carriedOverhead(count, byteCount: byteCount, on: self)
    }

    func drained() {
        owner?.pipeline.flush()
        guard isPoliced, isAttached, let pause = owner?.pause(of: self) else { return }
        peerLink?.pauseReceiving(for: pause)
    }

    func closed(_ reason: (any Error)?) { owner?.ended(self, reason) }

    /// Reports that malformed frames come in, once for each reason.
    private func tell(_ reason: DropReason) {
        let bit: UInt64 = 1 << UInt64(reason.rawValue)
        guard told & bit == 0, let owner else { return }
        told |= bit
        owner.report(.malformed(snapshot(), reason))
    }

    // MARK: What the switch says

    /// Counts a frame that the link has delivered.
    func countReceived(_ byteCount: Int) { counters.received.count(byteCount) }

    /// Counts a frame that goes through although the port's policy is against it.
    func warned(_ reason: DropReason) { counters.warnings[reason] &+= 1 }

    /// Has a policy apply from the next frame on, or none.
    func restrict(_ policy: PortPolicy?) {
        policing = (policy != nil, policy.map { PortRestrictions($0) } ?? [])
    }

    /// Adds a tap, or removes it.
    func change(_ change: (inout PortTaps) -> Void) { change(&taps) }

    /// Shows the taps, of which there are some, a frame that the link has delivered or taken.
    @inline(never)
    func show(_ frame: RawSpan, _ offload: Offload, _ direction: FrameDirection) {
        guard let owner else { return }
        // They may change meanwhile.
        let taps = taps
        taps.show(frame, offload, direction, at: owner.now())
    }

    /// Queues one frame on the link and counts what became of it.
    ///
    /// A super-frame that the link cannot take is cut for it here.
    ///
    /// - Returns: whether this is the first that the link took since the last flush.
    func send(_ frame: RawSpan, _ offload: Offload, needing required: LinkCapabilities) -> Bool {
        guard queue(frame, offload, needing: required), !isTouched else { return false }
        isTouched = true
        return true
    }

    /// - Returns: whether the link took any of it.
    private func queue(_ frame: RawSpan, _ offload: Offload, needing required: LinkCapabilities) -> Bool {
        guard required.isEmpty || link.capabilities.isSuperset(of: required) else { return queueCut(frame, offload) }
        guard link.send(frame, offload) else {
            dropped(.queueFull)
            return false
        }
        counters.transmitted.count(frame.byteCount)
        if !taps.isEmpty { show(frame, offload, .sent) }
        return true
    }

    private func queueCut(_ frame: RawSpan, _ offload: Offload) -> Bool {
        var isTaken = false
        let isSound = OrdinaryFrames.forEach(of: frame, offload) { isTaken = queue($0, .none, needing: []) || isTaken }
        if !isSound { dropped(.unsupportedOffload) }
        return isTaken
    }

    /// Flushes the link if frames were queued on it since the last flush.
    func flush() {
        guard isTouched else { return }
        isTouched = false
        link.flush()
    }

    /// Whether the switch listens to the link.
    var isAttached: Bool { pipeline != nil }

    /// Makes the switch deaf to the link.
    func detach() { pipeline = nil }

    /// Lets go of the switch.
    ///
    /// No call may be using the port any more.
    func release() { owner = nil }
}

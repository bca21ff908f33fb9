import Frame
import Offloading

/// One link plugged into a switch, and what has passed through it.
///
/// Lives on the switch's event loop. What a link says after its port was detached is ignored.
final class Port: FrameReceiver {
    private let identity: Identity
    let link: any Link
    /// Who decides whether the port outlives its link; nobody's port does not.
    let keeper: (any PortKeeper)?
    /// The device that the link is a queue of, if the switches of a stack share it.
    let device: SharedDevice?
    /// The number of ``device``; 0 for none.
    let deviceNumber: UInt8
    /// Where the switch finds this port; given to another port only after this one is detached.
    let place: Int
    /// The switch while the port is attached: read for every frame, without counting references.
    @exclusivity(unchecked) private var fabric: Unmanaged<LearningSwitch>?
    /// Keeps the switch alive until the port is released, because links may outlive the node that opened them.
    private var owner: LearningSwitch?
    @exclusivity(unchecked) var counters = PortCounters()
    /// Polices what comes in; `nil` where everything is allowed.
    @exclusivity(unchecked) var policer: PortPolicer?
    /// What others must know of its policy.
    private(set) var restrictions: PortRestrictions = []
    /// What its addresses count for; nothing where nobody connected to us.
    let account: AddressAccount?
    /// Whether frames were queued since the last flush.
    @exclusivity(unchecked) var isTouched = false
    /// The reasons of ``tell(_:)`` so far: a bit for each raw value.
    private var told: UInt64 = 0

    init(
        _ id: PortID,
        _ link: any Link,
        as role: PortRole,
        peer: Peer?,
        entry: String?,
        account: AddressAccount?,
        keeper: (any PortKeeper)?,
        queueOf device: SharedDevice? = nil,
        at place: Int,
        of fabric: LearningSwitch
    ) {
        identity = Identity(id: id, role: role, peer: peer, entry: entry)
        self.link = link
        self.keeper = keeper
        self.device = device
        deviceNumber = device?.number ?? 0
        self.account = account
        self.place = place
        self.fabric = .passUnretained(fabric)
        owner = fabric
    }

    /// What a port is, whatever passes through it.
    private struct Identity {
        let id: PortID
        let role: PortRole
        let peer: Peer?
        let entry: String?
    }

    var id: PortID { identity.id }
    var role: PortRole { identity.role }
    var peer: Peer? { identity.peer }
    /// The name of the entry of a plan that it came from, if it came from one.
    var entry: String? { identity.entry }

    func received(_ frame: RawSpan, _ offload: Offload) {
        fabric?._withUnsafeGuaranteedRef { $0.forward(frame, offload, from: self) }
    }

    func dropped(_ reason: DropReason) {
        counters.drops[reason] &+= 1
        if reason.isMalformed { tell(reason) }
    }

    /// Reports that malformed frames come in, once for each reason.
    private func tell(_ reason: DropReason) {
        let bit: UInt64 = 1 << UInt64(reason.rawValue)
        guard told & bit == 0, let owner else { return }
        told |= bit
        owner.report(.malformed(snapshot(), reason))
    }

    func carriedOverhead(_ count: Int, byteCount: Int) {
        guard policer != nil, let owner else { return }
        policer?.countOverhead(count, byteCount: byteCount, at: owner.now())
    }

    func drained() {
        owner?.flush()
        guard policer != nil, let owner, let pause = policer?.pause(at: owner.now()) else { return }
        link.pauseReceiving(for: pause)
    }

    func closed(_ reason: (any Error)?) { owner?.ended(self, reason) }

    /// Whether the switch listens to the link.
    var isAttached: Bool { fabric != nil }

    /// Polices the port from the next frame on, or polices it no longer.
    func install(_ policer: PortPolicer?) {
        self.policer = policer
        restrictions = policer.map { PortRestrictions($0.policy) } ?? []
    }

    /// What other switches of a stack are to know of where its frames come from.
    var source: TrunkHeader.Source {
        TrunkHeader.Source(
            device: deviceNumber, restrictions: restrictions, account: account?.number ?? AddressAccount.ofNoPeer)
    }

    /// Takes the place of a port that was kept.
    convenience init(
        _ kept: KeptPort, _ link: any Link, peer: Peer?, account: AddressAccount?, of fabric: LearningSwitch
    ) {
        let snapshot = kept.snapshot
        self.init(
            snapshot.id, link, as: snapshot.role, peer: peer, entry: snapshot.entry, account: account,
            keeper: kept.keeper, at: kept.place, of: fabric)
        counters = snapshot.counters
        install(kept.policer)
    }

    /// Makes the switch deaf to the link.
    func detach() { fabric = nil }

    /// Lets go of the switch.
    ///
    /// Nobody may be using the port any more.
    func release() { owner = nil }

    /// Queues one frame on the link and counts what became of it.
    ///
    /// A super-frame that the link cannot take is cut for it here.
    ///
    /// - Returns: whether the link took any of it.
    func send(_ frame: RawSpan, _ offload: Offload, needing required: LinkCapabilities) -> Bool {
        guard required.isEmpty || link.capabilities.isSuperset(of: required) else { return sendCut(frame, offload) }
        guard link.send(frame, offload) else {
            dropped(.queueFull)
            return false
        }
        counters.transmitted.count(frame.byteCount)
        return true
    }

    private func sendCut(_ frame: RawSpan, _ offload: Offload) -> Bool {
        var isTaken = false
        let isSound = OrdinaryFrames.forEach(of: frame, offload) { isTaken = send($0, .none, needing: []) || isTaken }
        if !isSound { dropped(.unsupportedOffload) }
        return isTaken
    }

    /// Flushes the link if frames were queued on it since the last flush.
    func flush() {
        guard isTouched else { return }
        isTouched = false
        link.flush()
    }

    func snapshot() -> PortSnapshot {
        PortSnapshot(
            id: id, name: link.name, role: role, peer: peer, entry: entry, counters: counters, security: link.security)
    }
}

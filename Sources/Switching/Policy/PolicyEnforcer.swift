import Frame

/// Has the policies of peers apply to their ports: what a policy is against is dropped, or goes through and is only counted, as the
/// policy's mode has it.
///
/// Of frames it is asked only where a port is policed.
final class PolicyEnforcer {
    private let table: ForwardingTable
    private let ports: PortList
    private let stack: StackMember
    private let report: (NodeEvent) -> Void
    private var policies: PortPolicies
    /// What polices each port, by place, also while a port is kept without a link.
    private var policers: [PortPolicer?] = []
    /// The same, to be read without counting references.
    @exclusivity(unchecked) private var seats: [Unmanaged<PortPolicer>?] = []

    /// What is to be learned of the source of a frame.
    enum Claim {
        /// Nothing: it is known already, or there is no room for it.
        case settled
        /// Nothing more, but others are to be told that it is here now.
        case isNew
        /// That it is here, wherever it was.
        case moves
        /// Nothing: the frame goes no further, and is counted.
        case refused
    }

    init(
        _ policies: PortPolicies, _ table: ForwardingTable, _ ports: PortList, _ stack: StackMember,
        report: @escaping (NodeEvent) -> Void
    ) {
        (self.policies, self.table, self.ports, self.stack, self.report) = (policies, table, ports, stack, report)
    }

    // MARK: Ports

    /// Has other policies apply, from the next frame on.
    ///
    /// What was learned stays, and so does what is remembered of a port whose policy is the same as before.
    func apply(_ policies: PortPolicies, at time: Duration) {
        self.policies = policies
        if policies.bindsAnybody { table.keepOwners(at: time) }
        for port in ports.all { review(port, at: time) }
    }

    /// Polices a port as the policy of its peer has it, from the next frame on, or polices it no longer.
    func review(_ port: Port, at time: Duration) {
        let policer = port.role == .tunnel ? port.peer.flatMap { PortPolicer(policies.policy(for: $0), at: time) } : nil
        if policer?.policy != seat(at: port.place)?.takeUnretainedValue().policy { setPolicer(policer, at: port.place) }
        port.restrict(policer?.policy)
        guard let account = port.account else { return }
        table.holders.bind(account.number, port.restrictions.contains(.bound))
    }

    /// Forgets all of a port that has gone.
    func forget(_ place: Int) { setPolicer(nil, at: place) }

    /// Counts what has come in besides frames.
    func countOverhead(_ count: Int, byteCount: Int, on port: Port, at time: Duration) {
        seat(at: port.place)?.takeUnretainedValue().countOverhead(count, byteCount: byteCount, at: time)
    }

    /// How long to take nothing from a peer that has sent all it may for now; `nil` for no time.
    func pause(of port: Port, at time: Duration) -> Duration? {
        seat(at: port.place)?.takeUnretainedValue().pause(at: time)
    }

    private func setPolicer(_ policer: PortPolicer?, at place: Int) {
        while policers.count <= place {
            policers.append(nil)
            seats.append(nil)
        }
        seats[place] = policer.map { .passUnretained($0) }
        policers[place] = policer
    }

    /// What polices the port at `place`: to be used at once.
    private func seat(at place: Int) -> Unmanaged<PortPolicer>? { place < seats.count ? seats[place] : nil }

    /// Asks what polices a port, without counting references; `standard` where nothing does.
    @inline(__always)
    private func withPolicer<Answer>(of port: Port, or standard: Answer, _ body: (PortPolicer) -> Answer) -> Answer {
        seat(at: port.place)?._withUnsafeGuaranteedRef(body) ?? standard
    }

    // MARK: Frames

    /// Whether a frame may go further, as far as it can be told without looking at addresses.
    func admits(_ transit: Transit, from port: Port) -> Bool {
        withPolicer(of: port, or: true) { policer in
            let objection = policer.objection(to: transit)
            if policer.hasReopened { tellReopening(of: port, policer) }
            return objection.map { permits($0, by: port, policer, at: transit.time) } ?? true
        }
    }

    /// Lets a port have the source address of a frame, or not.
    func claim(_ transit: Transit, from port: Port) -> Claim {
        withPolicer(of: port, or: .moves) { claim(transit, from: port, $0) }
    }

    /// Whether a frame may be flooded.
    func mayFlood(_ transit: Transit, from port: Port) -> Bool {
        withPolicer(of: port, or: true) { policer in
            let objection = policer.objectionToFlood(of: transit)
            return objection.map { permits($0, by: port, policer, at: transit.time) } ?? true
        }
    }

    /// Whether a frame may go to the port at `place`.
    func mayReach(_ place: Int, _ transit: Transit, from port: Port) -> Bool {
        withPolicer(of: port, or: true) { policer in
            guard policer.policy.isIsolated, let egress = ports.port(at: place) else { return true }
            let isIsolated = egress._withUnsafeGuaranteedRef { withPolicer(of: $0, or: false) { $0.policy.isIsolated } }
            return !isIsolated || permits(.isolated, by: port, policer, at: transit.time)
        }
    }

    private func claim(_ transit: Transit, from port: Port, _ policer: PortPolicer) -> Claim {
        switch request(transit, for: port, policer) {
        case .known: return .settled
        case .full:
            // Otherwise a peer that fills the table could speak in all names that have no room there.
            guard policer.policy.isBound else { return .settled }
            return permits(.tableFull, by: port, policer, at: transit.time) ? .settled : .refused
        case .added: return .isNew
        case .overLimit: return permits(.tooManyAddresses, by: port, policer, at: transit.time) ? .moves : .refused
        case .held(let holder):
            guard mayTake(transit, from: holder, on: port, policer), !goesRound(transit, on: port, policer) else {
                return .refused
            }
            return .moves
        case .heldElsewhere(let holder): return mayTake(transit, from: holder, on: port, policer) ? .moves : .refused
        }
    }

    private func request(_ transit: Transit, for port: Port, _ policer: PortPolicer) -> ForwardingTable.Claim {
        let claimant = ForwardingTable.Claimant(
            port: transit.ingress.place, isBound: policer.policy.isBound, limit: policer.policy.addressLimit ?? .max)
        let claim = table.claim(transit.source, by: claimant, at: transit.time)
        guard claim == .overLimit || claim == .full, reclaims(for: port, at: transit.time) else { return claim }
        return table.claim(transit.source, by: claimant, at: transit.time)
    }

    /// Looks for addresses of a port's account that have aged out, if that was not done a moment ago, and has others look.
    ///
    /// - Returns: whether it was.
    private func reclaims(for port: Port, at time: Duration) -> Bool {
        guard let account = port.account, account.mayReclaim(at: PolicyTick(time)) else { return false }
        table.reclaim(account.number, at: time)
        stack.tellReclaimed(account.number)
        return true
    }

    /// An address that was heard on another port lately is heard on this one.
    private func mayTake(_ transit: Transit, from holder: UInt32, on port: Port, _ policer: PortPolicer) -> Bool {
        guard !table.isSameHolder(holder, transit.ingress.place) else { return true }
        if policer.policy.isBound {
            if policer.isEnforced, policer.mayAsk(at: transit.time) { stack.ask(for: transit.source, at: holder) }
            guard permits(.spoofedSource, by: port, policer, at: transit.time) else { return false }
        }
        guard let limit = policer.policy.addressLimit, port.account?.isFull(limit) == true else { return true }
        return permits(.tooManyAddresses, by: port, policer, at: transit.time)
    }

    /// - Returns: whether the port is shut for it.
    private func goesRound(_ transit: Transit, on port: Port, _ policer: PortPolicer) -> Bool {
        guard policer.conflicted(transit.source, at: transit.time) else { return false }
        let duration = policer.policy.loopGuard ?? .zero
        report(.looped(port.snapshot(), transit.header.source, for: duration, isShut: policer.isEnforced))
        if policer.isEnforced { port.dropped(.shut) }
        return policer.isEnforced
    }

    private func tellReopening(of port: Port, _ policer: PortPolicer) {
        policer.toldReopening()
        report(.reopened(port.snapshot()))
    }

    /// Counts a frame that the port's policy is against.
    ///
    /// - Returns: whether it goes through all the same.
    private func permits(_ reason: DropReason, by port: Port, _ policer: PortPolicer, at time: Duration) -> Bool {
        if policer.isEnforced { port.dropped(reason) } else { port.warned(reason) }
        if policer.isWorthReporting(reason, at: time) {
            report(.violated(port.snapshot(), reason, isDropped: policer.isEnforced))
        }
        return !policer.isEnforced
    }
}

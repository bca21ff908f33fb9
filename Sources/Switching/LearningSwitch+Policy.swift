import Frame

// What a port's policy is against is dropped, or goes through and is only counted, as the policy's mode has it. All of this is for
// ports with a policer.
extension LearningSwitch {
    /// The policer of the port of `peer`, if its policy forbids anything.
    func policer(of peer: Peer?, as role: PortRole) -> PortPolicer? {
        guard role == .tunnel, let peer else { return nil }
        return PortPolicer(policies.policy(for: peer), at: now())
    }

    /// Has other policies apply, from the next frame on.
    ///
    /// What was learned stays, and so does what is remembered of a port whose policy is the same as before.
    package func apply(_ policies: PortPolicies) {
        self.policies = policies
        if policies.bindsAnybody { table.keepOwners(at: now()) }
        for port in ports.all { review(port) }
    }

    /// Replaces the policer of a port whose policy is another now.
    func review(_ port: Port) {
        let policer = policer(of: port.peer, as: port.role)
        if policer?.policy != port.policer?.policy { install(policer, on: port) }
    }

    /// - Returns: whether a frame may go further, as far as it can be told without looking at addresses.
    func admits(
        _ header: EthernetHeader, _ byteCount: Int, _ offload: Offload, from ingress: Port, at time: Duration
    ) -> Bool {
        let objection = ingress.policer?.objection(to: header, byteCount, offload, at: time)
        if ingress.policer?.hasReopened == true { tellReopening(of: ingress) }
        guard let objection else { return true }
        return permits(objection, by: ingress, at: time)
    }

    /// Learns where an address is, if the port may have it.
    ///
    /// - Returns: whether its frame may go further.
    func learnWatched(_ source: AddressKey, on ingress: Port, at time: Duration) -> Bool {
        switch claim(source, for: ingress, at: time) {
        case .known: return true
        case .full:
            // Otherwise a peer that fills the table could speak in all names that have no room there.
            guard ingress.policer?.policy.isBound == true else { return true }
            return permits(.tableFull, by: ingress, at: time)
        case .added:
            announce(source, on: ingress)
            return true
        case .overLimit:
            guard permits(.tooManyAddresses, by: ingress, at: time) else { return false }
            learn(source, on: ingress, at: time)
            return true
        case .held(let holder):
            guard mayTake(source, from: holder, on: ingress, at: time),
                !goesRound(source, on: ingress, at: time)
            else { return false }
            learn(source, on: ingress, at: time)
            return true
        case .heldElsewhere(let holder):
            guard mayTake(source, from: holder, on: ingress, at: time) else { return false }
            learn(source, on: ingress, at: time)
            return true
        }
    }

    /// - Returns: whether a frame may go to everybody.
    func mayFlood(_ byteCount: Int, _ offload: Offload, from ingress: Port, at time: Duration) -> Bool {
        guard let objection = ingress.policer?.objectionToFlood(byteCount, offload, at: time) else { return true }
        return permits(objection, by: ingress, at: time)
    }

    /// - Returns: whether a frame may go to the port at `place`.
    func reaches(_ place: Int, from ingress: Port, at time: Duration) -> Bool {
        guard ingress.policer?.policy.isIsolated == true, let egress = ports.port(at: place) else { return true }
        let isIsolated = egress._withUnsafeGuaranteedRef { $0.policer?.policy.isIsolated == true }
        return !isIsolated || permits(.isolated, by: ingress, at: time)
    }

    private func claim(_ source: AddressKey, for port: Port, at time: Duration) -> ForwardingTable.Claim {
        let claimant = ForwardingTable.Claimant(
            port: UInt32(truncatingIfNeeded: port.place), isBound: port.policer?.policy.isBound == true,
            limit: port.policer?.policy.addressLimit ?? .max)
        let claim = table.claim(source, by: claimant, at: time)
        guard claim == .overLimit || claim == .full, reclaims(for: port, at: time) else { return claim }
        return table.claim(source, by: claimant, at: time)
    }

    /// An address that was heard on another port lately is heard on this one.
    private func mayTake(_ source: AddressKey, from holder: UInt32, on port: Port, at time: Duration) -> Bool {
        guard let policy = port.policer?.policy, !isSamePeer(at: holder, as: port) else { return true }
        if policy.isBound {
            if policy.mode == .enforce, port.policer?.mayAsk(at: time) == true { ask(for: source, at: holder) }
            guard permits(.spoofedSource, by: port, at: time) else { return false }
        }
        guard let limit = policy.addressLimit, port.account?.isFull(limit) == true else { return true }
        return permits(.tooManyAddresses, by: port, at: time)
    }

    /// - Returns: whether the port is shut for it.
    private func goesRound(_ source: AddressKey, on port: Port, at time: Duration) -> Bool {
        guard port.policer?.conflicted(source, at: time) == true, let policer = port.policer else { return false }
        let duration = policer.policy.loopGuard ?? .zero
        report(.looped(port.snapshot(), source.address, for: duration, isShut: policer.isEnforced))
        if policer.isEnforced { port.dropped(.shut) }
        return policer.isEnforced
    }

    private func tellReopening(of port: Port) {
        port.policer?.toldReopening()
        report(.reopened(port.snapshot()))
    }

    private func isSamePeer(at place: UInt32, as port: Port) -> Bool {
        table.isSameHolder(place, UInt32(truncatingIfNeeded: port.place))
    }

    /// Counts a frame that the port's policy is against.
    ///
    /// - Returns: whether it goes through all the same.
    private func permits(_ reason: DropReason, by port: Port, at time: Duration) -> Bool {
        let isDropped = port.policer?.isEnforced == true
        if isDropped { port.dropped(reason) } else { port.counters.warnings[reason] &+= 1 }
        if port.policer?.isWorthReporting(reason, at: time) == true {
            report(.violated(port.snapshot(), reason, isDropped: isDropped))
        }
        return !isDropped
    }
}

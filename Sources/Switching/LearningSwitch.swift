package import Frame

/// A learning Ethernet switch (IEEE 802.1D-2004 §7.7–7.9, without spanning tree).
///
/// Synchronous and confined to one event loop; a node is its door for the rest of the program. Links may end, and ports
/// may come and go, at any moment, even from within a call of the switch to a link.
///
/// Here links are plugged in and unplugged. What frames go through is the ``Pipeline``.
package final class LearningSwitch {
    /// The event loop's time.
    let now: () -> Duration
    /// Told of every port that comes and goes.
    let report: (NodeEvent) -> Void
    let ports = PortList()
    private let table: ForwardingTable
    let stack: StackMember
    private let enforcer: PolicyEnforcer
    let pipeline: Pipeline
    private let carrier: Carrier

    /// Makes a switch without ports.
    ///
    /// - Parameters:
    ///   - configuration: what can be set on it.
    ///   - numbers: numbers its ports, and maybe those of others; in a stack the backplane has the numbers.
    ///   - now: the event loop's time.
    ///   - report: told of every port that comes and goes.
    package init(
        configuration: SwitchConfiguration = SwitchConfiguration(),
        numberedBy numbers: PortNumbers = PortNumbers(),
        now: @escaping () -> Duration,
        report: @escaping (NodeEvent) -> Void = { _ in }
    ) {
        (self.now, self.report) = (now, report)
        table = ForwardingTable(configuration: configuration)
        stack = StackMember(table, ports, numberedBy: numbers, now: now)
        enforcer = PolicyEnforcer(configuration.policies, table, ports, stack, report: report)
        pipeline = Pipeline(
            table, ports, enforcer, stack, now: now,
            forwardsReservedAddresses: configuration.forwardsReservedAddresses)
        carrier = Carrier(ports, stack)
    }

    /// The state of the switch and its ports.
    ///
    /// Takes time in proportion to the size of the table.
    package func snapshot() -> SwitchSnapshot {
        SwitchSnapshot(
            ports: stack.trunks.all.map { $0.snapshot() }
                + (ports.all.map { $0.snapshot() } + ports.kept.values.map(\.snapshot)).sorted { $0.id < $1.id },
            addressCount: table.addressCount(at: now()),
            addressCapacity: table.capacity
        )
    }

    /// The first addresses behind `previous` in their order, each with the port that it is behind.
    ///
    /// Those behind trunks are left out: the switch at the other end has them. Takes time in proportion to the size of the table.
    ///
    /// - Parameter limit: the most addresses; more than ``AddressSnapshot/pageLimit`` means that many.
    package func addresses(after previous: AddressSnapshot?, limit: Int) -> [AddressSnapshot] {
        table.page(
            after: previous?.order, limit: min(limit, AddressSnapshot.pageLimit), at: now(), on: ports.numbers)
    }

    /// Whether peers may come at any time, so that devices have carrier even while none is there.
    package var isListening: Bool {
        get { carrier.isListening }
        set { carrier.listen(newValue) }
    }

    /// Has other policies apply, from the next frame on.
    ///
    /// What was learned stays, and so does what is remembered of a port whose policy is the same as before.
    package func apply(_ policies: PortPolicies) { enforcer.apply(policies, at: now()) }

    /// Has every link find out soon whether its peer is still there.
    package func probe() {
        for port in ports.all where port.isAttached { port.peerLink?.probe() }
    }

    // MARK: Taps

    /// Shows `tap` what the link of a port delivers and takes, until it is removed or the port goes; another link makes no difference.
    ///
    /// - Returns: `false` if there is no such port.
    package func add(_ tap: any FrameTap, to id: PortID) -> Bool { changeTaps(of: id) { $0.add(tap) } }

    /// Shows `tap` nothing more of a port.
    package func remove(_ tap: any FrameTap, from id: PortID) { _ = changeTaps(of: id) { $0.remove(tap) } }

    private func changeTaps(of id: PortID, _ change: (inout PortTaps) -> Void) -> Bool {
        guard let port = ports[id] else { return ports.changeTaps(ofKept: id, change) }
        port.change(change)
        return true
    }

    // MARK: A stack

    /// Joins the others of a stack, before any port is attached.
    package func join(_ seat: Backplane.Seat) { stack.join(seat, with: self) }

    /// Parts from the others.
    package func leaveStack() { stack.leave() }

    /// Looks after what other switches have brought: news of the stack, and frames.
    func answer(isNotice: Bool) {
        if isNotice {
            carrier.update()
            // A device ends with the first of its queues.
            for port in ports.all where port.device?.hasEnded == true { detach(port.id) }
        }
        pipeline.takeFromTrunks()
    }

    // MARK: Plugging in

    /// Plugs in `link` and starts it.
    @discardableResult
    package func attach(_ link: any Link, as role: PortRole, peer: Peer? = nil) -> PortID {
        attach(link, as: role, peer: peer, entry: nil, keeper: nil)
    }

    /// Plugs in `link` and starts it.
    ///
    /// - Parameters:
    ///   - entry: names the entry of a plan that the link came from.
    ///   - keeper: decides whether the port outlives the link.
    package func attach(
        _ link: any Link, as role: PortRole, peer: Peer?, entry: String? = nil, keeper: (any PortKeeper)?
    ) -> PortID {
        let identity = Port.Identity(
            id: reservePortID(), role: role, peer: peer, entry: entry, account: openAccount(of: peer), keeper: keeper)
        plugIn(Port(identity, link, at: ports.freePlace, of: self, pipeline))
        return identity.id
    }

    /// Plugs in this switch's queue of a device that all share, and starts it.
    ///
    /// The stack reports one port, whichever switch is the first to have it.
    package func attach(_ link: any Link, queueOf device: SharedDevice, entry: String? = nil) -> PortID {
        let identity = Port.Identity(id: device.id, role: .device, entry: entry)
        plugIn(Port(identity, link, queueOf: device, at: ports.freePlace, of: self, pipeline))
        // Another queue may have ended while this one was opened.
        if device.hasEnded { detach(device.id) }
        return device.id
    }

    /// Plugs `link` into a port that is kept, and starts it.
    ///
    /// A port is a socket in the wall: number, counters and what was learned are still there. Frames to the port's addresses were dropped
    /// meanwhile: no other port is to see them.
    ///
    /// - Parameter peer: who is at the other end now.
    /// - Returns: `false` if no such port is kept: the link is the caller's to close.
    package func plug(_ link: any Link, into id: PortID, peer: Peer? = nil) -> Bool {
        guard let kept = ports.takeKept(id) else { return false }
        let port = Port(kept, link, peer: peer, account: openAccount(of: peer), of: self, pipeline)
        // A peer that takes the place of another has none of its addresses.
        if port.account !== kept.account { table.forget(UInt32(kept.place)) }
        closeAccount(of: kept.snapshot.peer, at: kept.place)
        seat(port)
        report(.replugged(port.snapshot(), after: now() - kept.since))
        start(port)
        return true
    }

    /// A number for a port, never given again.
    package func reservePortID() -> PortID { stack.nextPort() }

    private func plugIn(_ port: Port) {
        seat(port)
        if let device = port.device { stack.plugged(queueOf: device, at: port.place) }
        if port.device?.attach() != false { report(.attached(port.snapshot())) }
        start(port)
    }

    /// Puts a port in its place.
    private func seat(_ port: Port) {
        table.holders.seat(port.account, at: port.place)
        enforcer.review(port, at: now())
        ports.insert(port)
    }

    /// Lets the link of a port that was just put in its place deliver, and tells devices what there is to reach now.
    private func start(_ port: Port) {
        pipeline.reserveCapacity()
        port.link.start(port)
        carrier.begin(port)
        carrier.update()
    }

    // MARK: Policing

    /// How long to take nothing from a peer that has sent all it may for now; `nil` for no time.
    func pause(of port: Port) -> Duration? { enforcer.pause(of: port, at: now()) }

    /// A link has had work with what is no frame.
    func carriedOverhead(_ count: Int, byteCount: Int, on port: Port) {
        guard port.isAttached, port.isPoliced else { return }
        enforcer.countOverhead(count, byteCount: byteCount, on: port, at: now())
    }

    // MARK: Unplugging

    /// Unplugs a link and closes it; a port that is kept for another is kept no longer.
    ///
    /// Harmless when it is gone already.
    package func detach(_ id: PortID) {
        guard let port = ports[id] else { return forgetKept(id) }
        remove(port, reason: nil)
        port.link.close()
    }

    /// Unplugs all links and closes them.
    package func detachAll() {
        for port in ports.all { detach(port.id) }
        for id in ports.kept.keys.sorted() { detach(id) }
    }

    /// A link ended by itself.
    func ended(_ port: Port, _ reason: (any Error)?) {
        guard port.isAttached else { return }
        // It will not say that it is drained: what it brought last would wait for frames of others.
        pipeline.flush()
        guard port.isAttached else { return }
        if port.keeper?.keeps(port.snapshot(), after: reason) == true {
            keep(port, reason: reason)
        } else {
            remove(port, reason: reason)
        }
    }

    /// A link ended, and its port does not.
    private func keep(_ port: Port, reason: (any Error)?) {
        port.detach()
        let kept = KeptPort(port, at: now())
        ports.keep(port, as: kept)
        report(.unplugged(kept.snapshot, reason: reason))
        carrier.update()
        ports.releaseRemoved()
    }

    /// A port was kept in vain.
    private func forgetKept(_ id: PortID) {
        guard let kept = ports.removeKept(id) else { return }
        vacate(kept.place, kept.snapshot.peer)
        report(.detached(kept.snapshot, reason: nil))
    }

    private func remove(_ port: Port, reason: (any Error)?) {
        guard port.isAttached else { return }
        port.detach()
        ports.remove(port)
        vacate(port.place, port.peer)
        if let device = port.device { stack.unplugged(queueOf: device) }
        if port.device?.detach() != false {
            report(.detached(port.snapshot(), reason: reason))
            if port.device != nil { stack.notifyOthers() }
        }
        carrier.update()
        ports.releaseRemoved()
    }

    /// Forgets all that is known of a port that has gone.
    private func vacate(_ place: Int, _ peer: Peer?) {
        table.forget(UInt32(place))
        closeAccount(of: peer, at: place)
        enforcer.forget(place)
    }

    // MARK: Accounts

    // The addresses of a peer count for one account, whichever ports they are on.

    /// The account of a peer that has another port now; `nil` is no peer's.
    private func openAccount(of peer: Peer?) -> AddressAccount? {
        peer.map { stack.accounts.open(PeerMark($0), at: now()) }
    }

    /// A port of a peer has gone, and its addresses are forgotten.
    private func closeAccount(of peer: Peer?, at place: Int) {
        guard let peer else { return }
        table.holders.seat(nil, at: place)
        stack.accounts.close(PeerMark(peer), at: now())
    }
}

package import Frame

/// A learning Ethernet switch (IEEE 802.1D-2004 §7.7–7.9, without spanning tree).
///
/// Synchronous and confined to one event loop; a node is its door for the rest of the program. Links may end, and ports
/// may come and go, at any moment, even from within a call of the switch to a link.
package final class LearningSwitch {
    let configuration: SwitchConfiguration
    /// What the peers that listeners admit may do.
    var policies: PortPolicies
    let now: () -> Duration
    let report: (NodeEvent) -> Void
    // Every access to the unchecked state below ends before a link is called, so that none overlaps another.
    let table: ForwardingTable
    @exclusivity(unchecked) var ports = PortList()
    /// The places of the ports that have frames to flush, each once unless its port was replaced.
    @exclusivity(unchecked) var touched: [Int] = []
    /// The calls of links into the switch that are under way, one within another.
    @exclusivity(unchecked) private var depth = 0
    private var lastNumber: UInt64 = 0
    /// The ways to the other switches of a stack; there are none without.
    @exclusivity(unchecked) var trunks = TrunkList()
    /// The places of our queues of the devices that the stack shares, by the device's number less one.
    @exclusivity(unchecked) var queuePlaces: [UInt32] = []
    /// What the addresses of peers count for: the stack's, if the switch is part of one.
    var accounts = AddressAccounts()
    /// Which of a stack's switches this is, if it is one.
    var seat: Backplane.Seat?
    /// Whether peers may come at any time, so that devices have carrier even while none is there.
    package var isListening = false {
        didSet { updateCarrier() }
    }
    /// What device ports were told last.
    var hasCarrier = false

    /// Makes a switch without ports.
    ///
    /// - Parameters:
    ///   - configuration: what can be set on it.
    ///   - now: the event loop's time.
    ///   - report: told of every port that comes and goes.
    package init(
        configuration: SwitchConfiguration = SwitchConfiguration(),
        now: @escaping () -> Duration,
        report: @escaping (NodeEvent) -> Void = { _ in }
    ) {
        self.configuration = configuration
        policies = configuration.policies
        self.now = now
        self.report = report
        table = ForwardingTable(configuration: configuration)
    }

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
        plugIn(link, reservePortID(), as: role, peer: peer, entry: entry, keeper: keeper)
    }

    /// - Parameters:
    ///   - keeper: decides whether the port outlives the link.
    ///   - device: what the link is a queue of, if it is one.
    func plugIn(
        _ link: any Link,
        _ id: PortID,
        as role: PortRole,
        peer: Peer? = nil,
        entry: String?,
        keeper: (any PortKeeper)? = nil,
        queueOf device: SharedDevice? = nil
    ) -> PortID {
        let port = Port(
            id, link, as: role, peer: peer, entry: entry, account: account(of: peer), keeper: keeper,
            queueOf: device, at: ports.freePlace, of: self)
        install(policer(of: peer, as: role), on: port)
        table.holders.seat(port.account, at: port.place)
        ports.insert(port)
        if let device { setQueuePlace(of: device, to: UInt32(truncatingIfNeeded: port.place)) }
        if device?.attach() != false { report(.attached(port.snapshot())) }
        start(port)
        return id
    }

    /// Lets the link of a port that was just put in its place deliver, and tells devices what there is to reach now.
    func start(_ port: Port) {
        touched.reserveCapacity(ports.placeCount)
        port.link.start(port)
        if port.role == .device, port.isAttached { port.link.setCarrier(isUp: hasCarrier) }
        updateCarrier()
    }

    /// A number for a port, never given again.
    package func reservePortID() -> PortID {
        if let seat { return seat.backplane.nextPort() }
        lastNumber += 1
        return PortID(lastNumber)
    }

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

    /// Has every link find out soon whether its peer is still there.
    package func probe() {
        for port in ports.all where port.isAttached { port.link.probe() }
    }

    /// The state of the switch and its ports.
    ///
    /// Takes time in proportion to the size of the table.
    package func snapshot() -> SwitchSnapshot {
        SwitchSnapshot(
            ports: trunks.all.map { $0.snapshot() }
                + (ports.all.map { $0.snapshot() } + ports.kept.values.map(\.snapshot)).sorted { $0.id < $1.id },
            addressCount: table.addressCount(at: now()),
            addressCapacity: table.capacity
        )
    }

    /// A link ended by itself.
    func ended(_ port: Port, _ reason: (any Error)?) {
        guard port.isAttached else { return }
        // It will not say that it is drained: what it brought last would wait for frames of others.
        flush()
        guard port.isAttached else { return }
        if port.keeper?.keeps(port.snapshot(), after: reason) == true {
            keep(port, reason: reason)
        } else {
            remove(port, reason: reason)
        }
    }

    /// A call of a link into the switch begins.
    func enter() { depth += 1 }

    /// A call of a link into the switch ends.
    ///
    /// The last thing that a call does: the switch may be gone afterwards.
    func leave() {
        depth -= 1
        releaseRemoved()
    }

    /// Lets go of ports that were removed, once no call is under way that may be using them.
    func releaseRemoved() {
        guard depth == 0, ports.hasRemoved else { return }
        for port in ports.takeRemoved() { port.release() }
    }

    private func remove(_ port: Port, reason: (any Error)?) {
        guard port.isAttached else { return }
        port.detach()
        ports.remove(port)
        table.forget(UInt32(port.place))
        closeAccount(of: port.peer, at: port.place)
        if let device = port.device { setQueuePlace(of: device, to: ForwardingTable.nowhere) }
        if port.device?.detach() != false {
            report(.detached(port.snapshot(), reason: reason))
            if port.device != nil, let seat { seat.backplane.notifyOthers(than: seat.number) }
        }
        updateCarrier()
        releaseRemoved()
    }
}

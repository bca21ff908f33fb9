import Frame
import Switching

/// The part of a node on one event loop: a switch, and what is plugged into it.
///
/// A shard runs until it is shut down, whether or not it is referenced.
actor Shard {
    nonisolated let loop: any EventLoop
    let fabric: LearningSwitch
    private let report: EventHub
    /// The tunnels to bring back when they are lost, by the names of their entries.
    private var uplinks: [String: Uplink] = [:]
    private var listeners: [String: any Listener] = [:]
    /// Keeps the ports of peers that vanish.
    private let grace: PortGrace?
    private var isClosed = false

    /// The loop's thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - loop: where the switch and all its links live.
    ///   - configuration: what can be set on the switch.
    ///   - numbers: numbers the ports of all shards of a node.
    ///   - report: what is reported to, by all shards of a node.
    ///   - seat: the shard's place on the backplane, if there are others.
    init(
        on loop: any EventLoop,
        configuration: SwitchConfiguration = SwitchConfiguration(),
        numberedBy numbers: PortNumbers = PortNumbers(),
        reporting report: EventHub,
        in seat: Backplane.Seat? = nil
    ) {
        self.loop = loop
        self.report = report
        let fabric = LearningSwitch(
            configuration: configuration, numberedBy: numbers, now: { loop.now }, report: { report.yield($0) })
        self.fabric = fabric
        if let seat { fabric.join(seat) }
        grace = PortGrace(configuration.portGrace, on: loop) { [weak fabric] in fabric?.detach($0) }
    }

    /// Opens a device and plugs it in.
    func open(_ device: any Device, as entry: String) async throws -> PortID {
        try plugIn(try await device.open(on: loop), as: .device, entry: entry)
    }

    /// Opens this shard's queue of a device that all shards share.
    func open(_ queue: any Device, of device: SharedDevice, as entry: String) async throws {
        let link = try await queue.open(on: loop)
        try checkIsOpen(for: link)
        _ = fabric.attach(link, queueOf: device, entry: entry)
    }

    /// Plugs in a link that was opened elsewhere; a shard that was shut down closes it at once.
    func attach(_ link: sending any Link, as role: PortRole) -> PortID {
        do { return try plugIn(link, as: role, entry: nil) } catch { return fabric.reservePortID() }
    }

    /// Listens for peers that `judge` admits; `nil` admits all.
    func listen(
        _ transport: any Transport, judge: (any Authenticator)?, as entry: String
    ) async throws -> EndpointURI {
        let acceptor = NodeAcceptor(shard: self, entry: entry)
        let listener = try await transport.listen(on: loop, authenticator: judge, acceptor: acceptor)
        guard !isClosed else {
            await listener.close()
            throw SwitchingError.closed
        }
        listeners[entry] = listener
        fabric.isListening = true
        return listener.address
    }

    /// Closes what an entry has opened here, and the ports that came of it.
    func remove(_ entry: String) async {
        uplinks.removeValue(forKey: entry)?.stop()
        let listener = listeners.removeValue(forKey: entry)
        fabric.isListening = !listeners.isEmpty
        await listener?.close()
        for port in fabric.snapshot().ports where port.entry == entry { fabric.detach(port.id) }
    }

    /// The ports, what has passed through them, and the size of the table.
    func snapshot() -> SwitchSnapshot { fabric.snapshot() }

    /// The first addresses behind `previous`, as ``Node/addresses(of:after:limit:)``.
    func addresses(after previous: AddressSnapshot?, limit: Int) -> [AddressSnapshot] {
        fabric.addresses(after: previous, limit: limit)
    }

    /// Shows a tap what passes through a port, as ``Node/tap(_:with:)``.
    func add(_ tap: any FrameTap, to port: PortID) -> Bool { fabric.add(tap, to: port) }

    /// Shows a tap no more.
    func remove(_ tap: any FrameTap, from port: PortID) { fabric.remove(tap, from: port) }

    /// Has the listeners read files again.
    func reload() async {
        for listener in listeners.values { await listener.reload() }
    }

    /// Has other policies apply to the peers that listeners admit.
    func apply(_ policies: PortPolicies) { fabric.apply(policies) }

    /// Stops listening and closes all links.
    func shutDown() async {
        guard !isClosed else { return }
        isClosed = true
        let open = listeners.values
        listeners = [:]
        for listener in open { await listener.close() }
        fabric.isListening = false
        for uplink in uplinks.values { uplink.stop() }
        uplinks = [:]
        fabric.detachAll()
        fabric.leaveStack()
    }

    /// A listener admitted a peer.
    ///
    /// A peer that had vanished gets back the port that was kept.
    func accept(_ link: sending any Link, from peer: Peer, by entry: String) {
        if let port = grace?.port(for: peer), fabric.plug(link, into: port, peer: peer) { return }
        _ = try? plugIn(link, as: .tunnel, peer: peer, entry: entry, keeper: grace)
    }

    /// A listener refused a peer.
    nonisolated func refuse(_ address: String, _ reason: any Error) {
        report.yield(.refused(address: address, reason: reason))
    }

    /// A listener has found out something.
    nonisolated func notice(_ notice: TransportNotice) { report.yield(.noticed(notice)) }

    // MARK: Tunnels

    // A tunnel that is lost is dialled anew until it is there again, or the shard is shut down. Its port waits meanwhile, and so does the
    // device, without carrier.

    /// Connects to the first of `peers` that admits us.
    ///
    /// - Parameter backoff: how long to wait between attempts to bring the tunnel back, to the same port; `nil` gives it up when it is lost.
    func connect(to peers: PeerList, as entry: String, retrying backoff: Backoff?) async throws -> PortID {
        let link = try await peers.connect(on: loop)
        let uplink = backoff.map { makeUplink(entry, to: peers, $0) }
        return try plugIn(link, as: .tunnel, entry: entry, keeper: uplink)
    }

    /// Finds out soon what is still there, as ``Node/probe()``.
    func probe() {
        fabric.probe()
        for (entry, uplink) in uplinks where uplink.mayHurry {
            uplink.hurry()
            bringBack(entry)
        }
    }

    private func makeUplink(_ entry: String, to peers: PeerList, _ backoff: Backoff) -> Uplink {
        let uplink = Uplink(to: peers, backoff: backoff, on: loop) { [weak self] in
            self?.assumeIsolated { $0.bringBack(entry) }
        }
        uplink.established()
        uplinks[entry] = uplink
        return uplink
    }

    /// Begins to dial, anew if need be.
    private func bringBack(_ entry: String) {
        // A shard that was shut down brings nothing back, nor an entry that was removed.
        guard let uplink = uplinks[entry] else { return }
        uplink.bringBack(by: Task { await dial(uplink) })
    }

    private func dial(_ uplink: Uplink) async {
        var pause = uplink.nextPause
        while let port = uplink.lost {
            await uplink.wait(pause)
            guard !Task.isCancelled else { return }
            uplink.beginAttempt()
            do {
                let link = try await uplink.peers.connect(on: loop)
                return plug(link, into: port.id, of: uplink)
            } catch {
                guard !Task.isCancelled else { return }
                uplink.failed(error)
                pause = uplink.nextPause
                report.yield(.retrying(port, in: pause, reason: error))
            }
        }
    }

    private func plug(_ link: any Link, into port: PortID, of uplink: Uplink) {
        // The shard was shut down meanwhile, or another attempt has begun.
        guard !Task.isCancelled else { return link.close() }
        uplink.established()
        if !fabric.plug(link, into: port) { link.close() }
    }

    // MARK: Ports

    private func plugIn(
        _ link: any Link,
        as role: PortRole,
        peer: Peer? = nil,
        entry: String?,
        keeper: (any PortKeeper)? = nil
    ) throws(SwitchingError) -> PortID {
        try checkIsOpen(for: link)
        return fabric.attach(link, as: role, peer: peer, entry: entry, keeper: keeper)
    }

    /// Closes a link that comes too late.
    private func checkIsOpen(for link: any Link) throws(SwitchingError) {
        guard isClosed else { return }
        link.close()
        throw .closed
    }
}

public import Frame

/// The door to a running switch: opens what URIs name and plugs it in, on the switch's own event loop.
///
/// A node runs until it is closed, whether or not anybody holds it.
public actor SwitchNode {
    let registry: Registry
    let loop: any EventLoop
    let fabric: LearningSwitch
    private var listeners: [any Listener] = []
    /// The tunnels to bring back when they are lost.
    var uplinks: [Uplink] = []
    /// Keeps the ports of peers that vanish.
    private let grace: PortGrace?
    private var isClosed = false
    let report: NodeReport

    /// What happens to the ports, for one reader.
    ///
    /// Bounded: when the reader is slow, the oldest events that peers have caused are lost: see ``takeLostEventCount()``. Ends with the node.
    public nonisolated var events: AsyncStream<NodeEvent> { report.events }

    /// The loop's thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Makes a node without ports.
    ///
    /// - Parameters:
    ///   - registry: knows the devices, transports and authenticators that URIs may name.
    ///   - loop: where the switch and all its links live.
    ///   - configuration: what can be set on the switch.
    public init(registry: Registry, loop: any EventLoop, configuration: SwitchConfiguration = SwitchConfiguration()) {
        self.init(registry: registry, loop: loop, configuration: configuration, reporting: NodeReport(), in: nil)
    }

    /// - Parameters:
    ///   - report: what is reported to, and read from; the nodes of a stack have one in common.
    ///   - seat: the node's place in a stack, if it is part of one.
    init(
        registry: Registry,
        loop: any EventLoop,
        configuration: SwitchConfiguration,
        reporting report: NodeReport,
        in seat: Backplane.Seat?
    ) {
        self.registry = registry
        self.loop = loop
        self.report = report
        let fabric = LearningSwitch(configuration: configuration, now: { loop.now }, report: { report.yield($0) })
        self.fabric = fabric
        if let seat { fabric.join(seat) }
        grace = PortGrace(configuration.portGrace, on: loop) { [weak fabric] in fabric?.detach($0) }
    }

    /// How many ``events`` were lost since this was last asked, because they came faster than they were read.
    public nonisolated func takeLostEventCount() -> Int { report.takeLostCount() }

    /// Opens the device that `uri` names and plugs it in.
    ///
    /// - Throws: what the device does, ``RegistryError``, or ``SwitchingError/closed``.
    @discardableResult
    public func open(device uri: EndpointURI) async throws -> PortID {
        let device = try registry.device(uri)
        return try plugIn(try await device.open(on: loop), as: .device)
    }

    /// Connects to the peer that `uri` names and plugs the tunnel in.
    ///
    /// - Throws: what the transport does, ``RegistryError``, or ``SwitchingError/closed``.
    @discardableResult
    public func connect(_ uri: EndpointURI, as credentials: Credentials = .none) async throws -> PortID {
        let transport = try registry.transport(uri)
        return try plugIn(try await transport.connect(on: loop, as: credentials), as: .tunnel)
    }

    /// Listens for peers and plugs in each that is admitted, on a port of its own, until the node is closed.
    ///
    /// - Parameters:
    ///   - uri: names the transport, and where to listen.
    ///   - authenticator: names who decides; `nil` admits everybody.
    /// - Returns: where it listens, with the port that the system chose when it was asked for port 0.
    /// - Throws: what the transport or the authenticator does, ``RegistryError``, or ``SwitchingError/closed``.
    public func listen(_ uri: EndpointURI, authenticator: EndpointURI? = nil) async throws -> EndpointURI {
        try await listen(try registry.transport(uri), judge: try await judge(authenticator))
    }

    /// Makes the authenticator that `uri` names; there is none without.
    func judge(_ uri: EndpointURI?) async throws -> (any Authenticator)? {
        // Making an authenticator may read files, which must not hold up the loop.
        guard let uri else { return nil }
        return try await loop.offload { [registry] in try registry.authenticator(uri) }
    }

    /// Listens for peers that `judge` admits; `nil` admits everybody.
    func listen(_ transport: any Transport, judge: (any Authenticator)?) async throws -> EndpointURI {
        let listener = try await transport.listen(on: loop, authenticator: judge, acceptor: Doorman(node: self))
        guard !isClosed else {
            await listener.close()
            throw SwitchingError.closed
        }
        listeners.append(listener)
        fabric.isListening = true
        return listener.address
    }

    /// Plugs in a link that was opened elsewhere.
    ///
    /// A closed node closes it at once and never reports its port.
    @discardableResult
    public func attach(_ link: sending any Link, as role: PortRole) -> PortID {
        do { return try plugIn(link, as: role) } catch { return fabric.reservePortID() }
    }

    /// The ports, what has passed through them, and the size of the table.
    public func snapshot() -> SwitchSnapshot { fabric.snapshot() }

    /// Has the listeners read again what they have read from files, such as certificates.
    public func reload() async {
        for listener in listeners { await listener.reload() }
    }

    /// Has other policies apply to the peers that listeners admit, and to those that they have admitted, from the next frame on.
    public func apply(_ policies: PortPolicies) { fabric.apply(policies) }

    /// Stops listening, closes all links, and ends ``events``.
    ///
    /// Harmless when done twice.
    public func close() async {
        await shutDown()
        report.finish()
    }

    /// Stops listening and closes all links.
    func shutDown() async {
        guard !isClosed else { return }
        isClosed = true
        let open = listeners
        listeners = []
        for listener in open { await listener.close() }
        fabric.isListening = false
        for uplink in uplinks { uplink.stop() }
        uplinks = []
        fabric.detachAll()
        fabric.leaveStack()
    }

    /// Closes the listener that was opened last.
    func stopListening() async {
        let listener = listeners.popLast()
        fabric.isListening = !listeners.isEmpty
        await listener?.close()
    }

    /// A listener admitted a peer.
    ///
    /// Who had vanished gets back the port that was kept.
    func accept(_ link: sending any Link, from peer: Peer) {
        if let port = grace?.port(for: peer), fabric.plug(link, into: port, peer: peer) { return }
        _ = try? plugIn(link, as: .tunnel, peer: peer, keeper: grace)
    }

    /// A listener refused a peer.
    nonisolated func refuse(_ address: String, _ reason: any Error) {
        report.yield(.refused(address: address, reason: reason))
    }

    /// A listener has found out something.
    nonisolated func notice(_ notice: TransportNotice) { report.yield(.noticed(notice)) }

    func plugIn(
        _ link: any Link,
        as role: PortRole,
        peer: Peer? = nil,
        keeper: (any PortKeeper)? = nil
    ) throws(SwitchingError) -> PortID {
        try checkIsOpen(for: link)
        return fabric.attach(link, as: role, peer: peer, keeper: keeper)
    }

    /// Closes a link that comes too late.
    func checkIsOpen(for link: any Link) throws(SwitchingError) {
        guard isClosed else { return }
        link.close()
        throw .closed
    }
}

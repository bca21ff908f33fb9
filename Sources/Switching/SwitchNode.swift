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
    let report: AsyncStream<NodeEvent>.Continuation

    /// What happens to the ports, for one reader.
    ///
    /// Bounded: when nobody reads, the oldest events are lost. Ends with the node.
    public nonisolated let events: AsyncStream<NodeEvent>

    /// The loop's thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Makes a node without ports.
    ///
    /// - Parameters:
    ///   - registry: knows the devices, transports and authenticators that URIs may name.
    ///   - loop: where the switch and all its links live.
    ///   - configuration: what can be set on the switch.
    public init(registry: Registry, loop: any EventLoop, configuration: SwitchConfiguration = SwitchConfiguration()) {
        self.registry = registry
        self.loop = loop
        let (events, report) = AsyncStream.makeStream(of: NodeEvent.self, bufferingPolicy: .bufferingNewest(1024))
        (self.events, self.report) = (events, report)
        let fabric = LearningSwitch(configuration: configuration, now: { loop.now }, report: { report.yield($0) })
        self.fabric = fabric
        grace = PortGrace(configuration.portGrace, on: loop) { [weak fabric] in fabric?.detach($0) }
    }

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
        let transport = try registry.transport(uri)
        // Making an authenticator may read files, which must not hold up the loop.
        var judge: (any Authenticator)?
        if let authenticator {
            judge = try await loop.offload { [registry] in try registry.authenticator(authenticator) }
        }
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

    /// Stops listening, closes all links, and ends ``events``.
    ///
    /// Harmless when done twice.
    public func close() async {
        guard !isClosed else { return }
        isClosed = true
        let open = listeners
        listeners = []
        for listener in open { await listener.close() }
        fabric.isListening = false
        for uplink in uplinks { uplink.stop() }
        uplinks = []
        fabric.detachAll()
        report.finish()
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
        guard !isClosed else {
            link.close()
            throw .closed
        }
        return fabric.attach(link, as: role, peer: peer, keeper: keeper)
    }
}

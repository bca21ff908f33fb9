public import Frame

/// Several nodes that are one switch to all others: each lives on an event loop of its own, and so on a core of its own, and trunks
/// join them.
///
/// A device with queues is opened on all of them, and so is a transport that can share its address; others live on the first. A stack
/// of one is a ``SwitchNode`` and nothing else.
///
/// A stack runs until it is closed, whether or not anybody holds it.
public final class SwitchStack: Sendable {
    /// The nodes, one for each event loop.
    public let nodes: [SwitchNode]
    private let registry: Registry
    private let backplane: Backplane?
    private let report: NodeReport

    /// What happens to the ports of all nodes, for one reader.
    ///
    /// As ``SwitchNode/events``; a device on all nodes is one port.
    public var events: AsyncStream<NodeEvent> { report.events }

    /// How many ``events`` were lost since this was last asked, because they came faster than they were read.
    public func takeLostEventCount() -> Int { report.takeLostCount() }

    /// Makes a stack without ports.
    ///
    /// - Parameters:
    ///   - registry: knows the devices, transports and authenticators that URIs may name.
    ///   - loops: where the nodes and their links live: 1 to 64.
    ///   - configuration: what can be set on each switch.
    public init(
        registry: Registry,
        loops: [any EventLoop],
        configuration: SwitchConfiguration = SwitchConfiguration()
    ) {
        let report = NodeReport()
        let backplane = loops.count > 1 ? Backplane(loops, ageing: configuration.ageing) : nil
        nodes = loops.enumerated().map { number, loop in
            SwitchNode(
                registry: registry,
                loop: loop,
                configuration: configuration,
                reporting: report,
                in: backplane.map { Backplane.Seat(backplane: $0, number: number) }
            )
        }
        self.registry = registry
        self.backplane = backplane
        self.report = report
    }

    /// The node where everything is opened that lives on one loop.
    public var first: SwitchNode { nodes[0] }

    /// Opens the device that `uri` names, on every node if it has queues, and plugs it in.
    ///
    /// It is one port: when one of its queues ends, all do.
    ///
    /// - Throws: what the device does, ``RegistryError``, or ``SwitchingError/closed``; nothing is left open then.
    @discardableResult
    public func open(device uri: EndpointURI) async throws -> PortID {
        let device = try registry.device(uri)
        let queues = nodes.count > 1 ? device.queues(nodes.count) : []
        guard queues.count == nodes.count, let shared = backplane?.nextDevice() else {
            return try await first.open(device)
        }
        do {
            for (node, queue) in zip(nodes, queues) { try await node.open(queue, of: shared) }
        } catch {
            for node in nodes { await node.detach(shared.id) }
            throw error
        }
        return shared.id
    }

    /// Connects to the peer that `uri` names and plugs the tunnel in, on the first node.
    ///
    /// - Throws: what the transport does, ``RegistryError``, or ``SwitchingError/closed``.
    @discardableResult
    public func connect(_ uri: EndpointURI, as credentials: Credentials = .none) async throws -> PortID {
        try await first.connect(uri, as: credentials)
    }

    /// Connects to the first of `uris` that admits us, on the first node, and brings the tunnel back whenever it is lost.
    ///
    /// As ``SwitchNode/connect(toAnyOf:as:retrying:)``.
    ///
    /// - Throws: what the transport does, ``RegistryError``, or ``SwitchingError/closed``.
    @discardableResult
    public func connect(
        toAnyOf uris: [EndpointURI],
        as credentials: Credentials = .none,
        retrying backoff: Backoff?
    ) async throws -> PortID {
        try await first.connect(toAnyOf: uris, as: credentials, retrying: backoff)
    }

    /// Finds out soon what is still there, as ``SwitchNode/probe()``.
    public func probe() async {
        for node in nodes { await node.probe() }
    }

    /// Listens for peers, on every node if the transport can share its address, and plugs in each that is admitted.
    ///
    /// - Parameters:
    ///   - uri: names the transport, and where to listen.
    ///   - authenticator: names who decides; `nil` admits everybody.
    /// - Returns: where it listens, with the port that the system chose when it was asked for port 0.
    /// - Throws: what the transport or the authenticator does, ``RegistryError``, or ``SwitchingError/closed``; nobody listens then.
    public func listen(_ uri: EndpointURI, authenticator: EndpointURI? = nil) async throws -> EndpointURI {
        let transport = try registry.transport(uri)
        let judge = try await first.judge(authenticator)
        let shares = nodes.count > 1 ? transport.shares(nodes.count) : []
        guard shares.count == nodes.count else { return try await first.listen(transport, judge: judge) }
        var addresses: [EndpointURI] = []
        do {
            for (node, share) in zip(nodes, shares) { addresses.append(try await node.listen(share, judge: judge)) }
        } catch {
            for node in nodes.prefix(addresses.count) { await node.stopListening() }
            throw error
        }
        return addresses[0]
    }

    /// Has the listeners read files again, as ``SwitchNode/reload()``.
    public func reload() async {
        for node in nodes { await node.reload() }
    }

    /// Has other policies apply, as ``SwitchNode/apply(_:)``.
    public func apply(_ policies: PortPolicies) async {
        for node in nodes { await node.apply(policies) }
    }

    /// The ports of all nodes and the trunks between them, what has passed through them, and the size of the fullest table.
    public func snapshot() async -> SwitchSnapshot {
        var snapshots: [SwitchSnapshot] = []
        for node in nodes { snapshots.append(await node.snapshot()) }
        return SwitchSnapshot(merging: snapshots)
    }

    /// Stops listening, closes all links, and ends ``events``.
    ///
    /// Harmless when done twice.
    public func close() async {
        await withTaskGroup { group in
            for node in nodes { group.addTask { await node.shutDown() } }
        }
        report.finish()
    }
}

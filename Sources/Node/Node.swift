public import Frame
public import Switching

/// A running switch: devices, tunnels and listeners that URIs name, joined to one Ethernet.
///
/// It has a shard on each of its event loops, and so on a core of its own: a switch with its ports, which trunks join to those of the
/// other shards. A device with queues is opened on all shards, and a transport that can share its address listens on all; others
/// live on the first.
///
/// A node runs until it is closed, whether or not it is referenced.
public final class Node: Sendable {
    private let registry: Registry
    private let backplane: Backplane?
    private let report: NodeReport
    /// One for each event loop.
    let shards: [Shard]

    /// What happens to the ports, for one reader.
    ///
    /// Bounded: when the reader is slow, the oldest events that peers have caused are lost: see ``takeLostEventCount()``. A device on
    /// all shards is one port. Ends with the node.
    public var events: AsyncStream<NodeEvent> { report.events }

    /// How many ``events`` were lost since this was last asked, because they came faster than they were read.
    public func takeLostEventCount() -> Int { report.takeLostCount() }

    /// Makes a node without ports.
    ///
    /// - Parameters:
    ///   - registry: knows the devices, transports and authenticators that URIs may name.
    ///   - loops: where the shards and their links live: 1 to 64.
    ///   - configuration: what can be set on each switch.
    public init(
        registry: Registry,
        loops: [any EventLoop],
        configuration: SwitchConfiguration = SwitchConfiguration()
    ) {
        let report = NodeReport()
        let backplane = loops.count > 1 ? Backplane(loops, ageing: configuration.ageing) : nil
        shards = loops.enumerated().map { number, loop in
            Shard(
                on: loop,
                configuration: configuration,
                reporting: report,
                in: backplane.map { Backplane.Seat(backplane: $0, number: number) }
            )
        }
        self.registry = registry
        self.backplane = backplane
        self.report = report
    }

    private var first: Shard { shards[0] }

    /// Opens the device that `uri` names, on every shard if it has queues, and plugs it in.
    ///
    /// It is one port: when one of its queues ends, all do.
    ///
    /// - Throws: what the device does, ``RegistryError``, or ``SwitchingError/closed``; nothing is left open then.
    @discardableResult
    public func open(device uri: EndpointURI) async throws -> PortID {
        let device = try registry.device(uri)
        let queues = shards.count > 1 ? device.queues(shards.count) : []
        guard queues.count == shards.count, let shared = backplane?.nextDevice() else {
            return try await first.open(device)
        }
        do {
            for (shard, queue) in zip(shards, queues) { try await shard.open(queue, of: shared) }
        } catch {
            for shard in shards { await shard.detach(shared.id) }
            throw error
        }
        return shared.id
    }

    /// Plugs in a link that was opened elsewhere, on the first loop.
    ///
    /// A closed node closes it at once and never reports its port.
    @discardableResult
    public func attach(_ link: sending any Link, as role: PortRole) async -> PortID {
        await first.attach(link, as: role)
    }

    /// Connects to the peer that `uri` names and plugs the tunnel in, as ``connect(toAnyOf:as:retrying:)``.
    @discardableResult
    public func connect(_ uri: EndpointURI, as credentials: Credentials = .none) async throws -> PortID {
        try await connect(toAnyOf: [uri], as: credentials)
    }

    /// Connects to the first of `uris` that admits us and plugs the tunnel in, on the first shard.
    ///
    /// - Parameters:
    ///   - uris: the peers, in the order in which they are tried, each time from the first.
    ///   - backoff: how long to wait between attempts to bring the tunnel back, to the same port, whenever it is lost; `nil` gives
    ///     it up then.
    /// - Throws: why none of them could be reached at first, ``RegistryError``, or ``SwitchingError/closed``.
    @discardableResult
    public func connect(
        toAnyOf uris: [EndpointURI],
        as credentials: Credentials = .none,
        retrying backoff: Backoff? = nil
    ) async throws -> PortID {
        let peers = PeerList(try uris.map { try registry.transport($0) }, as: credentials)
        return try await first.connect(to: peers, retrying: backoff)
    }

    /// Finds out soon what is still there, because the network has changed or the host has slept: peers are asked for a sign of
    /// life, and tunnels that are lost are dialled at once.
    public func probe() async {
        for shard in shards { await shard.probe() }
    }

    /// Listens for peers, on every shard if the transport can share its address, and plugs in each that is admitted, on a port of
    /// its own.
    ///
    /// - Parameters:
    ///   - uri: names the transport, and where to listen.
    ///   - authenticator: names the authenticator that decides; `nil` admits every peer.
    /// - Returns: where it listens, with the port that the system chose when it was asked for port 0.
    /// - Throws: what the transport or the authenticator does, ``RegistryError``, or ``SwitchingError/closed``; nothing listens then.
    public func listen(_ uri: EndpointURI, authenticator: EndpointURI? = nil) async throws -> EndpointURI {
        let transport = try registry.transport(uri)
        let judge = try await judge(authenticator)
        let shares = shards.count > 1 ? transport.shares(shards.count) : []
        guard shares.count == shards.count else { return try await first.listen(transport, judge: judge) }
        var addresses: [EndpointURI] = []
        do {
            for (shard, share) in zip(shards, shares) { addresses.append(try await shard.listen(share, judge: judge)) }
        } catch {
            for shard in shards.prefix(addresses.count) { await shard.stopListening() }
            throw error
        }
        return addresses[0]
    }

    /// Has the listeners read again what they have read from files, such as certificates.
    public func reload() async {
        for shard in shards { await shard.reload() }
    }

    /// Has other policies apply to the peers that listeners admit, and to those that they have admitted, from the next frame on.
    public func apply(_ policies: PortPolicies) async {
        for shard in shards { await shard.apply(policies) }
    }

    /// The ports of all shards and the trunks between them, what has passed through them, and the size of the fullest table.
    public func snapshot() async -> SwitchSnapshot {
        var snapshots: [SwitchSnapshot] = []
        for shard in shards { snapshots.append(await shard.snapshot()) }
        return SwitchSnapshot(merging: snapshots)
    }

    /// Stops listening, closes all links, and ends ``events``.
    ///
    /// Harmless when done twice.
    public func close() async {
        await withTaskGroup { group in
            for shard in shards { group.addTask { await shard.shutDown() } }
        }
        report.finish()
    }

    /// Makes the authenticator that `uri` names; there is none without.
    private func judge(_ uri: EndpointURI?) async throws -> (any Authenticator)? {
        // Making an authenticator may read files, which must not hold up the loop.
        guard let uri else { return nil }
        return try await first.loop.offload { [registry] in try registry.authenticator(uri) }
    }
}

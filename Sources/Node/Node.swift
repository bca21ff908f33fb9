public import Frame
internal import Linux
public import Switching

/// A running switch: devices, tunnels and listeners that URIs name, joined to one Ethernet, or to one for each network of its plan.
///
/// A network has a shard on each of the event loops, and so on a core of its own: a switch with its ports, which trunks join to those of
/// the other shards. A device with queues is opened on all shards, and a transport that can share its address listens on all; others
/// live on the first.
///
/// What its plan names is opened by ``start()``; entries may be added and removed while it runs. A node runs until it is closed,
/// whether or not it is referenced.
public final class Node: Sendable {
    private let registry: Registry
    private let report: EventHub
    private let watches: NodeWatches
    /// What was opened, or is being opened, in all networks.
    private let opened = Locked(NetworkPlan(""))
    /// What is to be opened at the start.
    private let plan: NodePlan
    /// First the one without a name.
    let networks: [Network]

    /// What happens to the node and its ports, for any number of readers.
    ///
    /// A device on all shards is one port.
    public var events: NodeEvents { events(after: 0) }

    /// What happens behind the event with this number.
    public func events(after number: UInt64) -> NodeEvents { NodeEvents(hub: report, start: number) }

    /// Makes a node without ports.
    ///
    /// - Parameters:
    ///   - plan: what ``start()`` is to open.
    ///   - registry: knows the devices, transports and authenticators that URIs may name.
    ///   - loops: where the shards and their links live: 1 to 64.
    public init(_ plan: NodePlan = NodePlan(), registry: Registry, loops: [any EventLoop]) {
        let (report, numbers) = (EventHub(), PortNumbers())
        networks = plan.allNetworks.map { Network($0, on: loops, numberedBy: numbers, reporting: report) }
        (self.registry, self.report) = (registry, report)
        // Who is told of a step may print its URI.
        self.plan = plan.hidingSecrets(in: registry)
        watches = NodeWatches(on: loops[0], reporting: report)
    }

    /// Those of all networks.
    var shards: [Shard] { networks.flatMap(\.shards) }

    private func network(_ name: String) throws(NodePlanError) -> Network {
        guard let network = networks.first(where: { $0.name == name }) else { throw .networkUnknown(name) }
        return network
    }

    /// A step of ``start(telling:)``.
    package enum Step: Sendable {
        /// A device is about to be opened.
        case opening(DeviceEntry)
        /// A listener is about to be opened.
        case admitting(ListenerEntry)
        /// A listener listens there.
        case listening(ListenerEntry, at: EndpointURI)
        /// A tunnel is about to be dialled.
        case connecting(TunnelEntry)
        /// A tunnel is plugged in.
        case connected(TunnelEntry)
    }

    /// Opens all that the plan names, in each network devices first, and begins to watch the policy files.
    ///
    /// - Throws: what keeps an entry from being opened; what was opened before stays open until ``close()``.
    public func start() async throws { try await start { _ in } }

    /// The same, told of each step.
    package func start(telling tell: (Step) -> Void) async throws {
        try plan.checkNetworks()
        for (network, plan) in zip(networks, plan.allNetworks) { try await start(network, plan, telling: tell) }
    }

    private func start(_ network: Network, _ plan: NetworkPlan, telling tell: (Step) -> Void) async throws {
        if let file = plan.policyFile {
            await watches.watch(file, saying: plan.configuration.policies, for: network)
        }
        for entry in plan.devices {
            tell(.opening(entry))
            try await add(entry, to: plan.name)
        }
        for entry in plan.listeners {
            tell(.admitting(entry))
            tell(.listening(entry, at: try await add(entry, to: plan.name)))
        }
        for entry in plan.tunnels {
            tell(.connecting(entry))
            try await add(entry, to: plan.name)
            tell(.connected(entry))
        }
    }

    /// Opens a device, on every shard if it has queues, and plugs it in.
    ///
    /// It is one port: when one of its queues ends, all do.
    ///
    /// - Throws: ``NodePlanError``, what the device does, ``RegistryError``, or ``SwitchingError/closed``; `CancellationError` if the entry was removed
    ///   meanwhile. Nothing is left open then.
    @discardableResult
    public func add(_ entry: DeviceEntry, to network: String = "") async throws -> PortID {
        try entry.check()
        let network = try self.network(network)
        return try await adding(entry.name, { $0.devices.append(entry) }) {
            try await network.open(try registry.device(entry.uri), as: entry.name)
        }
    }

    /// Listens for peers, on every shard if the transport can share its address, and plugs in each that is admitted, on a port of
    /// its own.
    ///
    /// - Returns: where it listens, with the port that the system chose when it was asked for port 0.
    /// - Throws: ``NodePlanError``, what the transport or the authenticator does, ``RegistryError``, or ``SwitchingError/closed``;
    ///   nothing listens then.
    @discardableResult
    public func add(_ entry: ListenerEntry, to network: String = "") async throws -> EndpointURI {
        let network = try self.network(network)
        return try await adding(entry.name, { $0.listeners.append(entry) }) {
            let transport = try registry.transport(entry.uri)
            return try await network.listen(transport, judge: try await judge(entry.authenticator), as: entry.name)
        }
    }

    /// Connects to the first of a tunnel's peers that admits us and plugs it in, on the first shard.
    ///
    /// If it is to be brought back, changes of the host's network are watched from then on.
    ///
    /// - Throws: ``NodePlanError``, why none of them could be reached, ``RegistryError``, or ``SwitchingError/closed``.
    @discardableResult
    public func add(_ entry: TunnelEntry, to network: String = "") async throws -> PortID {
        let network = try self.network(network)
        return try await adding(entry.name, { $0.tunnels.append(entry) }) {
            if entry.onLoss.backoff != nil { await watches.watchNetwork(for: self) }
            let peers = PeerList(try entry.uris.map { try registry.transport($0) }, as: entry.credentials)
            return try await network.first.connect(to: peers, as: entry.name, retrying: entry.onLoss.backoff)
        }
    }

    /// Closes what an entry has opened, and all ports of the peers that came by it.
    ///
    /// - Returns: whether there was such an entry.
    @discardableResult
    public func remove(_ name: String) async -> Bool {
        let isThere = opened.withLock { opened in
            defer { opened.remove(name) }
            return opened.names.contains(name)
        }
        for shard in shards where isThere { await shard.remove(name) }
        return isThere
    }

    /// What the node has lost for good by an event, if it has no purpose without: see ``OnLoss/end``.
    public func loss(in event: NodeEvent) -> (port: PortSnapshot, reason: (any Error)?)? {
        guard case .detached(let port, let reason) = event, port.peer == nil, let name = port.entry,
            opened.withLock({ $0.onLoss(of: name) }) == .end
        else { return nil }
        return (port, reason)
    }

    /// Plugs a link that was opened elsewhere into the network without a name, on the first loop.
    ///
    /// A closed node closes it at once and never reports its port.
    @discardableResult
    public func attach(_ link: sending any Link, as role: PortRole) async -> PortID {
        await networks[0].first.attach(link, as: role)
    }

    /// Finds out soon what is still there, because the network has changed or the host has slept: peers are asked for a sign of
    /// life, and tunnels that are lost are dialled at once.
    public func probe() async {
        for shard in shards { await shard.probe() }
    }

    /// Has the listeners read again what they have read from files, such as certificates, and the policy files.
    public func reload() async {
        for shard in shards { await shard.reload() }
        await watches.reload()
    }

    /// Has other policies apply to the peers that listeners of a network admit, and to those that they have admitted, from the next frame on.
    ///
    /// - Returns: whether there is such a network.
    @discardableResult
    public func apply(_ policies: PortPolicies, to network: String = "") async -> Bool {
        guard let network = try? self.network(network) else { return false }
        await network.apply(policies)
        return true
    }

    /// The ports of all shards and the trunks between them, what has passed through them, and the size of the fullest table: of the network
    /// without a name.
    public func snapshot() async -> SwitchSnapshot { await networks[0].snapshot() }

    /// The same of another network; `nil` if there is none with this name.
    public func snapshot(of network: String) async -> SwitchSnapshot? { await (try? self.network(network))?.snapshot() }

    /// A page of the forwarding table: the addresses that follow `previous`, by address and then by VLAN.
    ///
    /// The table may change between two pages: an address that is known all the time is on exactly one page. For each page every loop looks
    /// through its table once, in which time no frame moves: with 1,000,000 addresses about 3 ms for a page of 1,024, and 7 ms for one of 4,096.
    ///
    /// - Parameters:
    ///   - network: the name of the network.
    ///   - previous: the last address of the page before; `nil` for the first page.
    ///   - limit: the most addresses; more than 4,096 means that many.
    /// - Returns: fewer than `limit`, or than 4,096, if none follows. None, if there is no such network.
    public func addresses(
        of network: String = "", after previous: AddressSnapshot? = nil, limit: Int = 1024
    ) async -> [AddressSnapshot] {
        await (try? self.network(network))?.addresses(after: previous, limit: limit) ?? []
    }

    /// Shows `tap` each frame that passes through a port: what its link delivers, before any policy, and what its link takes.
    ///
    /// It stays until it is removed or the port goes, whichever link is plugged in. A port may have several, and frames pass as fast as all of
    /// them are done.
    ///
    /// - Returns: `false` if there is no such port, or it is a trunk.
    @discardableResult
    public func tap(_ port: PortID, with tap: any FrameTap) async -> Bool {
        var isThere = false
        for shard in shards where await shard.add(tap, to: port) { isThere = true }
        return isThere
    }

    /// Shows `tap` nothing more of a port.
    ///
    /// No call to it for this port is under way when this returns.
    public func remove(_ tap: any FrameTap, from port: PortID) async {
        for shard in shards { await shard.remove(tap, from: port) }
    }

    /// Stops listening, closes all links, and ends ``events``.
    ///
    /// Harmless when done twice.
    public func close() async {
        await watches.close()
        await withTaskGroup { group in
            for shard in shards { group.addTask { await shard.shutDown() } }
        }
        report.finish()
    }

    /// Notes an entry while it is opened, and afterwards unless that fails.
    private nonisolated(nonsending) func adding<Value>(
        _ name: String, _ note: (inout NetworkPlan) -> Void, _ open: nonisolated(nonsending) () async throws -> Value
    ) async throws -> Value {
        try opened.withLock { opened throws(NodePlanError) in
            guard !opened.names.contains(name) else { throw .nameTaken(name) }
            note(&opened)
        }
        do {
            let value = try await open()
            // It may have been removed meanwhile, before there was anything to close.
            guard opened.withLock({ $0.names.contains(name) }) else { throw CancellationError() }
            return value
        } catch {
            opened.withLock { $0.remove(name) }
            for shard in shards { await shard.remove(name) }
            throw error
        }
    }

    /// Makes the authenticator that `uri` names; there is none without.
    private func judge(_ uri: EndpointURI?) async throws -> (any Authenticator)? {
        // Making an authenticator may read files, which must not hold up the loop.
        guard let uri else { return nil }
        return try await networks[0].first.loop.offload { [registry] in try registry.authenticator(uri) }
    }
}

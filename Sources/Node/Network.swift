import Frame
import Switching

/// One Ethernet of a node: a shard on each of its loops, and what joins them.
///
/// A device with queues is opened on all shards, and a transport that can share its address listens on all; others live on the first.
final class Network: Sendable {
    /// Empty for the one without a name.
    let name: String
    /// One for each event loop.
    let shards: [Shard]
    private let backplane: Backplane?

    /// - Parameters:
    ///   - plan: its name, and what is set on the switch.
    ///   - loops: where the shards live.
    ///   - numbers: numbers the ports of all networks of the node.
    ///   - report: what is reported to.
    init(
        _ plan: NetworkPlan, on loops: [any EventLoop], numberedBy numbers: PortNumbers, reporting report: EventHub
    ) {
        let backplane =
            loops.count > 1 ? Backplane(loops, ageing: plan.configuration.ageing, numberedBy: numbers) : nil
        shards = loops.enumerated().map { number, loop in
            let seat = backplane.map { Backplane.Seat(backplane: $0, number: number) }
            return Shard(
                on: loop, configuration: plan.configuration, numberedBy: numbers, reporting: report, in: seat)
        }
        (self.backplane, name) = (backplane, plan.name)
    }

    /// The shard of whatever lives on one loop alone.
    var first: Shard { shards[0] }

    /// Opens a device, on every shard if it has queues.
    func open(_ device: any Device, as entry: String) async throws -> PortID {
        let queues = shards.count > 1 ? device.queues(shards.count) : []
        guard queues.count == shards.count, let shared = backplane?.nextDevice() else {
            return try await first.open(device, as: entry)
        }
        for (shard, queue) in zip(shards, queues) { try await shard.open(queue, of: shared, as: entry) }
        return shared.id
    }

    /// Listens, on every shard if the transport can share its address.
    func listen(_ transport: any Transport, judge: (any Authenticator)?, as entry: String) async throws -> EndpointURI {
        let shares = shards.count > 1 ? transport.shares(shards.count) : []
        guard shares.count == shards.count else {
            return try await first.listen(transport, judge: judge, as: entry)
        }
        var addresses: [EndpointURI] = []
        for (shard, share) in zip(shards, shares) {
            addresses.append(try await shard.listen(share, judge: judge, as: entry))
        }
        return addresses[0]
    }

    /// Has other policies apply to the peers that listeners admit.
    func apply(_ policies: PortPolicies) async {
        for shard in shards { await shard.apply(policies) }
    }

    /// The ports of all shards and the trunks between them.
    func snapshot() async -> SwitchSnapshot {
        var snapshots: [SwitchSnapshot] = []
        for shard in shards { snapshots.append(await shard.snapshot()) }
        return SwitchSnapshot(merging: snapshots)
    }

    /// A page of the forwarding table, as ``Node/addresses(of:after:limit:)``.
    func addresses(after previous: AddressSnapshot?, limit: Int) async -> [AddressSnapshot] {
        let limit = min(max(limit, 0), AddressSnapshot.pageLimit)
        var pages: [[AddressSnapshot]] = []
        for shard in shards { pages.append(await shard.addresses(after: previous, limit: limit)) }
        return AddressSnapshot.page(merging: pages, limit: limit)
    }
}

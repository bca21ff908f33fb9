import Frame
import Switching

/// What a node keeps an eye on beside its links: policy files, and the host's network.
///
/// Lives on the first loop.
actor NodeWatches {
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let loop: any EventLoop
    private let report: EventHub
    private var network: NetworkWatch?
    private var isNetworkWatched = false
    private var policies: [PolicyWatch] = []
    private var isClosed = false

    init(on loop: any EventLoop, reporting report: EventHub) { (self.loop, self.report) = (loop, report) }

    /// Begins to watch a policy file for a network of the node, which stays until this is closed.
    ///
    /// - Parameter policies: what the file said when it was read first.
    func watch(_ file: PolicyFile, saying policies: PortPolicies, for network: Network) async {
        guard !isClosed else { return }
        let watch = PolicyWatch(file, saying: policies, on: loop, reporting: report) { await network.apply($0) }
        self.policies.append(watch)
        await watch.start()
    }

    /// Begins to watch the host's network for `node`, which stays until this is closed, unless that has begun.
    ///
    /// Without it a change is noticed all the same, a little later.
    func watchNetwork(for node: Node) async {
        guard !isClosed, !isNetworkWatched else { return }
        isNetworkWatched = true
        do {
            let watch = try NetworkWatch(on: loop) { Task { await node.probe() } }
            network = watch
            try await watch.open()
        } catch {
            report.yield(.networkUnwatched(reason: error))
        }
    }

    /// Reads the policy files now.
    func reload() async {
        for policy in policies { await policy.reload() }
    }

    /// Watches no longer.
    func close() async {
        isClosed = true
        await network?.close()
        for policy in policies { await policy.stop() }
        (network, policies) = (nil, [])
    }
}

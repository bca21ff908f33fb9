import Frame
import Switching

/// What a node keeps an eye on beside its links: the policy file, and the host's network.
///
/// Lives on the first loop.
actor NodeWatches {
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let loop: any EventLoop
    private let report: EventHub
    private var network: NetworkWatch?
    private var policy: PolicyWatch?
    private var isClosed = false

    init(on loop: any EventLoop, reporting report: EventHub) { (self.loop, self.report) = (loop, report) }

    /// Begins to watch what a plan depends on; what is found holds for `node`, which stays until this is closed.
    func start(for plan: NodePlan, of node: Node) async {
        guard !isClosed else { return }
        if plan.tunnels.contains(where: { $0.onLoss.backoff != nil }) { await watchNetwork(for: node) }
        guard let file = plan.policyFile, !isClosed else { return }
        let watch = PolicyWatch(file, saying: plan.configuration.policies, on: loop, reporting: report) {
            await node.apply($0)
        }
        policy = watch
        await watch.start()
    }

    /// Reads the policy file now.
    func reload() async { await policy?.reload() }

    /// Watches no longer.
    func close() async {
        isClosed = true
        await network?.close()
        await policy?.stop()
        (network, policy) = (nil, nil)
    }

    /// Without it a change is noticed all the same, a little later.
    private func watchNetwork(for node: Node) async {
        do {
            let watch = try NetworkWatch(on: loop) { Task { await node.probe() } }
            network = watch
            try await watch.open()
        } catch {
            report.yield(.networkUnwatched(reason: error))
        }
    }
}

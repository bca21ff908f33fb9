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
    private var isNetworkWatched = false
    private var policy: PolicyWatch?
    private var isClosed = false

    init(on loop: any EventLoop, reporting report: EventHub) { (self.loop, self.report) = (loop, report) }

    /// Begins to watch a policy file for `node`, which stays until this is closed.
    ///
    /// - Parameter policies: what the file said when it was read first.
    func watch(_ file: PolicyFile, saying policies: PortPolicies, for node: Node) async {
        guard !isClosed else { return }
        let watch = PolicyWatch(file, saying: policies, on: loop, reporting: report) { await node.apply($0) }
        policy = watch
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

    /// Reads the policy file now.
    func reload() async { await policy?.reload() }

    /// Watches no longer.
    func close() async {
        isClosed = true
        await network?.close()
        await policy?.stop()
        (network, policy) = (nil, nil)
    }

}

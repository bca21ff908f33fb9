import Frame
import Logging
import Node
import Reactor
import Switching

/// One run of the program's work: a switch, from the opening of its device to the orderly close.
struct Tunnel: Sendable {
    private let plan: TunnelPlan
    private let registry: Registry
    private let logger: Logger
    private let moments: AsyncStream<Moment>
    private let moment: AsyncStream<Moment>.Continuation
    /// Whether somebody has asked for files to be read again, and nobody has begun to.
    private let wantsReload = Request()

    /// What may happen to a tunnel as a whole.
    private enum Moment {
        case opened
        case failed(any Error)
        case lost(Failure)
        case signal(CInt)
        case reload
    }

    private typealias Ending = Result<ExitStatus, any Error>

    /// How long links may take to take leave of their peers.
    private static let grace = Duration.seconds(1)

    /// Makes a tunnel that nothing is opened for yet.
    init(plan: TunnelPlan, registry: Registry, logger: Logger) {
        self.plan = plan
        self.registry = registry
        self.logger = logger
        (moments, moment) = AsyncStream.makeStream()
    }

    /// Asks the tunnel to close, because of a signal; on any thread.
    func interrupt(_ signal: CInt) { moment.yield(.signal(signal)) }

    /// Has the tunnel read files again; on any thread.
    ///
    /// However often it is asked, it reads them once more from when it was asked last.
    func reload() {
        if wantsReload.make() { moment.yield(.reload) }
    }

    /// Opens the tunnel and keeps it until a signal or a loss ends it.
    ///
    /// What happens after it is ready is in the log.
    ///
    /// - Parameters:
    ///   - password: the user's, if the plan names one.
    ///   - turning: called with the event loops, before anything is opened.
    ///   - ready: called once the device is up and the server listens, or the client is admitted, and the process has given up what the
    ///     plan says.
    ///   - reloading: called with `true` before files are read again, and with `false` after.
    ///   - closing: called when the orderly close begins.
    /// - Returns: how it ended.
    /// - Throws: why it could not be made ready, after all that it had opened is closed.
    func run(
        password: Secret?,
        turning: ([any EventLoop]) -> Void = { _ in },
        ready: () throws -> Void,
        reloading: (Bool) -> Void = { _ in },
        closing: () -> Void = {}
    ) async throws -> ExitStatus {
        let needs = try TunnelNeeds(of: plan, in: registry)
        let loops = try (0..<plan.loopCount).map { _ in try EpollLoop() }
        turning(loops)
        let node = Node(registry: registry, loops: loops, configuration: plan.switchConfiguration)
        let watching = Task { await watch(node) }
        let network = await plan.backoff == nil ? nil : watchNetwork(for: node, on: loops[0])
        let policy = await watchPolicy(of: node, on: loops[0])
        let opening = Task { await open(node, password) }
        let ending = await ending(of: node, policy, reloading) {
            try plan.restrictions.enter(needs, logger: logger)
            try ready()
        }
        closing()
        opening.cancel()
        await network?.close()
        await policy?.stop()
        await node.close()
        await withTaskGroup { group in
            for loop in loops { group.addTask { await loop.stop(grace: Self.grace) } }
        }
        await watching.value
        return try ending.get()
    }

    private func watch(_ node: Node) async {
        let log = EventLog(logger) { node.takeLostEventCount() }
        await withTaskGroup { group in
            group.addTask { await log.summarizeNowAndThen() }
            for await event in node.events {
                if let loss = plan.loss(in: event) { moment.yield(.lost(loss)) } else { log.write(event, at: .now) }
            }
            group.cancelAll()
        }
        log.summarize(at: .now)
    }

    /// Without it a change is noticed all the same, a little later.
    private func watchNetwork(for node: Node, on loop: EpollLoop) async -> NetworkWatch? {
        do {
            let watch = try NetworkWatch(on: loop) { Task { await node.probe() } }
            try await watch.open()
            return watch
        } catch {
            logger.debug("changes of the network go unnoticed: \(error)")
            return nil
        }
    }

    private func watchPolicy(of node: Node, on loop: EpollLoop) async -> PolicyWatch? {
        guard let file = plan.policyFile else { return nil }
        let watch = PolicyWatch(file, saying: plan.policies, on: loop, logger: logger) { await node.apply($0) }
        await watch.start()
        return watch
    }

    private func open(_ node: Node, _ password: Secret?) async {
        do {
            try await plan.open(on: node, password: password, logger: logger)
            moment.yield(.opened)
        } catch {
            moment.yield(.failed(error))
        }
    }

    /// Waits for the moment that ends the tunnel: a failure before it is ready, a status after.
    private func ending(
        of node: Node,
        _ policy: PolicyWatch?,
        _ reloading: (Bool) -> Void,
        _ ready: () throws -> Void
    ) async -> Ending {
        var isReady = false
        for await moment in moments {
            switch moment {
            case .opened:
                do { try ready() } catch { return .failure(error) }
                isReady = true
            case .failed(let error):
                return .failure(error)
            case .lost(let failure):
                guard isReady else { return .failure(failure) }
                logger.error("\(failure)")
                return .success(failure.status)
            case .reload:
                wantsReload.take()
                logger.info("reading files again, as SIGHUP asks")
                reloading(true)
                await node.reload()
                await policy?.reload()
                reloading(false)
            case .signal(let number):
                guard isReady else { return .failure(Interrupted(signal: number)) }
                logger.info("closing, as signal \(number) asks")
                return .success(.signal(number))
            }
        }
        return .failure(CancellationError())
    }
}

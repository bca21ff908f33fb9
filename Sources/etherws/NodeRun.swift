import Frame
import Logging
import Node
import Reactor
import Switching

/// One run of the program's work: a node, from the opening of its devices to the orderly close.
struct NodeRun: Sendable {
    private let plan: RunPlan
    private let registry: Registry
    private let logger: Logger
    private let moments: AsyncStream<Moment>
    private let moment: AsyncStream<Moment>.Continuation
    /// Whether somebody has asked for files to be read again, and nobody has begun to.
    private let wantsReload = Request()

    /// What may happen to a run as a whole.
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

    /// Makes a run that nothing is opened for yet.
    init(plan: RunPlan, registry: Registry, logger: Logger) {
        self.plan = plan
        self.registry = registry
        self.logger = logger
        (moments, moment) = AsyncStream.makeStream()
    }

    /// Asks the node to close, because of a signal; on any thread.
    func interrupt(_ signal: CInt) { moment.yield(.signal(signal)) }

    /// Has the node read files again; on any thread.
    ///
    /// However often it is asked, it reads them once more from when it was asked last.
    func reload() {
        if wantsReload.make() { moment.yield(.reload) }
    }

    /// Opens the node and keeps it until a signal or a loss ends it.
    ///
    /// What happens after it is ready is in the log.
    ///
    /// - Parameters:
    ///   - secret: the one of the plan's login, if it has one.
    ///   - turning: called with the event loops, before anything is opened.
    ///   - ready: called once the device is up and the server listens, or the client is admitted, and the process has given up what the
    ///     plan says.
    ///   - reloading: called with `true` before files are read again, and with `false` after.
    ///   - closing: called when the orderly close begins.
    /// - Returns: how it ended.
    /// - Throws: why it could not be made ready, after all that it had opened is closed.
    func run(
        presenting secret: Secret?,
        turning: ([any EventLoop]) -> Void = { _ in },
        ready: () throws -> Void,
        reloading: (Bool) -> Void = { _ in },
        closing: () -> Void = {}
    ) async throws -> ExitStatus {
        let needs = try plan.node.needs(in: registry)
        let loops = try (0..<plan.loopCount).map { _ in try EpollLoop() }
        turning(loops)
        let node = Node(plan.node(presenting: secret), registry: registry, loops: loops)
        let watching = Task { await watch(node) }
        let opening = Task { await start(node) }
        let ending = await ending(of: node, reloading) {
            try plan.restrictions.enter(needs, logger: logger)
            try ready()
        }
        closing()
        opening.cancel()
        await node.close()
        await withTaskGroup { group in
            for loop in loops { group.addTask { await loop.stop(grace: Self.grace) } }
        }
        await watching.value
        return try ending.get()
    }

    private func watch(_ node: Node) async {
        let log = EventLog(logger)
        await withTaskGroup { group in
            group.addTask { await log.summarizeNowAndThen() }
            for await element in node.events {
                log.lost(element.lostCount)
                let event = element.event
                if let loss = node.loss(in: event) {
                    moment.yield(.lost(Failure(ofLosing: loss.port, loss.reason)))
                } else {
                    log.write(event, at: .now)
                }
            }
            group.cancelAll()
        }
        log.summarize(at: .now)
    }

    private func start(_ node: Node) async {
        do {
            try await node.start { logger.log($0) }
            moment.yield(.opened)
        } catch {
            moment.yield(.failed(error))
        }
    }

    /// Waits for the moment that ends the run: a failure before it is ready, a status after.
    private func ending(
        of node: Node,
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

extension Failure {
    /// Why a node that has lost a link has no purpose any more.
    fileprivate init(ofLosing port: PortSnapshot, _ reason: (any Error)?) {
        self.init("\(port.name): \(reason.map { Failure($0).sentence } ?? "closed by the other end")", .unreachable)
    }
}

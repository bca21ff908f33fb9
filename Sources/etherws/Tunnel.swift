import Frame
import Logging
import Reactor
import Switching

/// One run of the program's work: a switch, from the opening of its device to the orderly close.
struct Tunnel: Sendable {
    let plan: TunnelPlan
    let registry: Registry
    let logger: Logger
    /// Called when the orderly close begins.
    var stopping: @Sendable () -> Void = {}

    /// How long links may take to take leave of their peers.
    private static let grace = Duration.seconds(1)

    private typealias Ending = Result<ExitStatus, any Error>

    /// What may happen to a tunnel as a whole.
    private enum Moment {
        case opened
        case failed(any Error)
        case lost(Failure)
        case signal(CInt)
    }

    /// Opens the tunnel and keeps it until a signal or a loss ends it.
    ///
    /// What happens after it is ready is in the log.
    ///
    /// - Parameters:
    ///   - password: the user's, if the plan names one.
    ///   - ready: called once the device is up and the server listens, or the client is admitted.
    /// - Returns: how it ended.
    /// - Throws: why it could not be made ready, after all that it had opened is closed.
    func run(password: Secret?, ready: @escaping @Sendable () throws -> Void) async throws -> ExitStatus {
        let (moments, moment) = AsyncStream.makeStream(of: Moment.self)
        try SignalWatcher.start { moment.yield(.signal($0)) }
        let loop = try EpollLoop()
        let node = SwitchNode(registry: registry, loop: loop)
        let watching = Task {
            for await event in node.events {
                if let loss = plan.loss(in: event) { moment.yield(.lost(loss)) } else { logger.log(event) }
            }
        }
        let opening = Task {
            do {
                try await plan.open(on: node, password: password, logger: logger)
                moment.yield(.opened)
            } catch {
                moment.yield(.failed(error))
            }
        }
        let ending = await ending(moments, ready)
        stopping()
        opening.cancel()
        await node.close()
        await loop.stop(grace: Self.grace)
        await watching.value
        return try ending.get()
    }

    /// Waits for the moment that ends the tunnel: a failure before it is ready, a status after.
    private func ending(_ moments: AsyncStream<Moment>, _ ready: () throws -> Void) async -> Ending {
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
            case .signal(let number):
                guard isReady else { return .failure(Interrupted(signal: number)) }
                logger.info("closing, as signal \(number) asks")
                return .success(.signal(number))
            }
        }
        return .failure(CancellationError())
    }
}

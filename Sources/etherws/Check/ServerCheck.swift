import Frame
internal import Streams
import Transports

/// Goes the way to one server as a client would, but opens no device, and shows each step.
actor ServerCheck {
    let loop: any EventLoop
    let limits: CheckLimits
    private let transport: any ObservableTransport
    private let credentials: Credentials
    private let show: @Sendable (String) -> Void
    private let start = ContinuousClock.now
    private var report: CheckReport
    private var link: (any EchoingLink)?
    /// Who waits for the end.
    private var waiting: CheckedContinuation<Failure?, Never>?
    private var examination: Task<Void, Never>?
    private var deadline: TimerID?
    /// Why it is over before it has begun.
    private var interruption: Failure?

    /// The loop's thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - transport: the one that the server's URI names.
    ///   - credentials: what to present to the server.
    ///   - show: takes the lines, on the loop.
    init(
        _ server: CheckedServer,
        over transport: any ObservableTransport,
        as credentials: Credentials,
        within limits: CheckLimits,
        on loop: any EventLoop,
        show: @escaping @Sendable (String) -> Void
    ) {
        report = CheckReport(on: server)
        (self.transport, self.credentials, self.limits, self.loop, self.show) = (
            transport, credentials, limits, loop, show
        )
    }

    /// Goes all the steps, or those up to the first that fails.
    ///
    /// - Returns: what a client would have failed by, if anything.
    func run() async -> Failure? {
        if let interruption { return interruption }
        show(report.server.name.singleLine)
        return await withCheckedContinuation { continuation in
            waiting = continuation
            examination = Task { await examine() }
            // Whatever hangs, such as a resolver that cannot be interrupted: this does not wait for it.
            deadline = loop.schedule(after: limits.total) { [weak self] in
                self?.assumeIsolated { $0.timeOut() }
            }
        }
    }

    /// Ends the check, because of a signal; on any thread.
    nonisolated func interrupt(_ signal: CInt) {
        loop.execute { self.assumeIsolated { $0.end(Interrupted(signal: signal)) } }
    }

    private func examine() async {
        do {
            let link = try await transport.connect(on: loop, as: credentials) { event in
                self.assumeIsolated { $0.note(event) }
            }
            self.link = link
            try await exchange(over: link)
            end(nil)
        } catch {
            end(error)
        }
    }

    private func timeOut() {
        note(.timedOut)
        end(
            TransportError.unreachable(
                "this step had not ended when the time was over, \(limits.total.components.seconds) s"))
    }

    private func note(_ event: DialEvent) { tell { $0.note(event, at: $1) } }

    /// Shows what the report makes of something that happens now, as long as anybody waits.
    func tell(_ change: (inout CheckReport, Duration) -> [CheckLine]) {
        guard waiting != nil else { return }
        for line in change(&report, ContinuousClock.now - start) { show("\(line)") }
    }

    /// What comes now has a limit of its own.
    func liftDeadline() {
        deadline.map { loop.cancel($0) }
        deadline = nil
    }

    private func end(_ error: (any Error)?) {
        let failure = error.map { Failure($0) }
        guard let waiting else { return interruption = failure }
        if let error { tell { $0.fail(error, at: $1) } }
        self.waiting = nil
        liftDeadline()
        examination?.cancel()
        link?.close()
        waiting.resume(returning: failure)
    }
}

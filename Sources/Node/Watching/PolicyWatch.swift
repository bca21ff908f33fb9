import Frame
import Switching

/// Watches a policy file: reads it when it changes, so that what it says applies at once.
///
/// Lives on an event loop. A file that cannot be used changes nothing.
actor PolicyWatch {
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// How often the file is looked at.
    static let interval = Duration.seconds(5)

    private let file: PolicyFile
    private let standard: PortPolicy
    private let loop: any EventLoop
    private let report: EventHub
    private let apply: @Sendable (PortPolicies) async -> Void
    private var policies: PortPolicies
    /// What the last look found: half a file may be as good as a whole one, so that only what is found twice applies.
    private var candidate: PortPolicies?
    /// What is wrong with the file, and whether that was said.
    private var complaint: (sentence: String, isTold: Bool)?
    private var timer: TimerID?
    private var isOver = false

    /// - Parameters:
    ///   - policies: what the file said when it was read first.
    ///   - apply: has other policies apply.
    init(
        _ file: PolicyFile,
        saying policies: PortPolicies,
        on loop: any EventLoop,
        reporting report: EventHub,
        apply: @escaping @Sendable (PortPolicies) async -> Void
    ) {
        (self.file, self.policies, standard) = (file, policies, policies.standard)
        (self.loop, self.report, self.apply) = (loop, report, apply)
    }

    /// Begins to look.
    func start() {
        guard !isOver else { return }
        timer = loop.schedule(after: Self.interval) { [weak self] in
            // Ends soon: it looks at the file, and begins the next wait.
            Task { await self?.look() }
        }
    }

    func stop() {
        isOver = true
        timer.map { loop.cancel($0) }
        timer = nil
    }

    /// Reads the file now, and complains at once.
    func reload() async { await read(isForced: true) }

    /// Reads the file, and begins the next wait.
    func look() async {
        await read(isForced: false)
        start()
    }

    private func read(isForced: Bool) async {
        do {
            let found = try await loop.offload { [file, standard] in try file.read(standard: standard) }
            complaint = nil
            let isSettled = isForced || found == candidate
            candidate = found
            guard !isOver, isSettled, isForced || found != policies else { return }
            policies = found
            await apply(found)
            report.yield(.policyRead(file: file.path))
        } catch {
            complain(error, isForced)
        }
    }

    /// What is wrong at one look alone may be a file that somebody is writing.
    private func complain(_ error: any Error, _ isForced: Bool) {
        let sentence = "\(error)"
        let isNew = complaint?.sentence != sentence
        let isWorthTelling = isForced || !isNew && complaint?.isTold == false
        complaint = (sentence, isTold: isWorthTelling || !isNew)
        guard isWorthTelling else { return }
        report.yield(.policyUnusable(reason: error))
    }
}

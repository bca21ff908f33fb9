package import Frame

/// Looks after a listener's certificate and its OCSP response: reads them when they change, and warns before they are of no use.
package actor IdentityWatch {
    private let identity: ServerIdentity
    private let loop: any EventLoop
    private let tell: @Sendable (TransportNotice) -> Void
    private var timer: TimerID?
    private var lastDaily: Duration
    /// What was last told about the OCSP response.
    private var toldStatus: TransportNotice?
    private var isOver = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// How often files are looked at.
    private static let interval = Duration.seconds(5)
    private static let day = Duration.seconds(86_400)

    /// - Parameter tell: told what the operator should know.
    package init(
        _ identity: ServerIdentity, on loop: any EventLoop, tell: @escaping @Sendable (TransportNotice) -> Void
    ) {
        self.identity = identity
        self.loop = loop
        self.tell = tell
        lastDaily = .zero
    }

    /// Warns if need be, and begins to look.
    package func start() {
        lastDaily = loop.now
        warn()
        scheduleNext()
    }

    package func stop() {
        isOver = true
        timer.map { loop.cancel($0) }
        timer = nil
    }

    /// Reads the files, whether or not they have changed.
    package func reload() async { await refresh(isForced: true) }

    private func scheduleNext() {
        guard !isOver else { return }
        timer = loop.schedule(after: Self.interval) { [weak self] in
            // Ends soon: it looks at files, and begins the next wait.
            Task { await self?.look() }
        }
    }

    private func look() async {
        await refresh(isForced: false)
        if loop.now - lastDaily >= Self.day {
            lastDaily = loop.now
            let identity = identity
            _ = try? await loop.offload { identity.renew() }
            warn()
        } else {
            warnOfStatus(isRepeated: false)
        }
        scheduleNext()
    }

    private func refresh(isForced: Bool) async {
        let identity = identity
        guard let notice = try? await loop.offload({ identity.refresh(isForced: isForced) }), !isOver else { return }
        tell(notice)
        if case .certificateRead = notice { warn() }
    }

    private func warn() {
        identity.context.certificateLife?.notice(identity.file).map(tell)
        warnOfStatus(isRepeated: true)
    }

    /// A response gets too old while nobody changes a file.
    ///
    /// - Parameter isRepeated: whether to say again what was said before.
    private func warnOfStatus(isRepeated: Bool) {
        let notice = identity.context.statusNotice(identity.file)
        defer { toldStatus = notice }
        if let notice, isRepeated || notice != toldStatus { tell(notice) }
    }
}

import Frame
import Glibc
import Linux

/// Tells when the way to other hosts may have changed, so that nobody has to wait for a silence to be long enough.
///
/// Lives on an event loop. Changes come in swarms: they are told together, when the swarm may be over.
actor NetworkWatch {
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// How long to wait for the rest of a swarm.
    static let settling = Duration.seconds(1)

    private let sources: [CInt]
    private let loop: any EventLoop
    private let onChange: @Sendable () -> Void
    private var pending: TimerID?

    /// - Parameters:
    ///   - sources: descriptors, owned from here on, that become readable when something changes.
    ///   - onChange: called on the loop.
    init(_ sources: [CInt], on loop: any EventLoop, onChange: @escaping @Sendable () -> Void) {
        (self.sources, self.loop, self.onChange) = (sources, loop, onChange)
    }

    /// Watches this host: its interfaces, addresses and routes, and its sleep.
    ///
    /// - Throws: `SystemError` if the kernel has no descriptors for it.
    init(on loop: any EventLoop, onChange: @escaping @Sendable () -> Void) throws(SystemError) {
        self.init(try NetworkChanges.open(), on: loop, onChange: onChange)
    }

    deinit { for source in sources { Glibc.close(source) } }

    /// Begins to watch.
    func open() throws(SystemError) {
        for source in sources {
            try loop.watch(source, for: .read) { [weak self] _ in self?.assumeIsolated { $0.stir(source) } }
        }
    }

    /// Watches no longer.
    func close() {
        for source in sources { loop.unwatch(source) }
        pending.map { loop.cancel($0) }
    }

    private func stir(_ source: CInt) {
        var news = [UInt8](repeating: 0, count: 4096)
        // Until there is no more, or an error tells as much: that news was lost, or that the clock was set.
        while read(source, &news, news.count) > 0 {}
        guard pending == nil else { return }
        pending = loop.schedule(after: Self.settling) { [weak self] in self?.assumeIsolated { $0.tell() } }
    }

    private func tell() {
        pending = nil
        onChange()
    }
}

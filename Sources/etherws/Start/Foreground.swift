import Frame

/// A process that does the work where it was started, for a person or for a service manager.
struct Foreground: Sendable {
    /// The one of the plan's login, if it has one.
    let secret: Secret?

    /// Carries a run to its end, and says when it is ready and why it cannot be.
    func carry(_ run: NodeRun) async -> ExitStatus {
        let manager = ServiceManager.fromEnvironment
        do {
            return try await run.run(
                presenting: secret, turning: manager.watch, ready: manager.ready,
                reloading: { $0 ? manager.reloading() : manager.ready() }, closing: manager.stopping)
        } catch {
            return Failure(error).report()
        }
    }
}

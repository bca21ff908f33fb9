import Frame

/// A process that does the work where it was started, for a person or for a service manager.
struct Foreground: Sendable {
    /// The password of the plan's user.
    let password: Secret?

    /// Runs `tunnel` to its end, and says when it is ready and why it cannot be.
    func carry(_ tunnel: Tunnel) async -> ExitStatus {
        let manager = ServiceManager.fromEnvironment
        do {
            return try await tunnel.run(
                password: password, turning: manager.watch, ready: manager.ready,
                reloading: { $0 ? manager.reloading() : manager.ready() }, closing: manager.stopping)
        } catch {
            return Failure(error).report()
        }
    }
}

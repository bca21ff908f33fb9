import ArgumentParser
import Auth
import Devices
import Frame
import Glibc
import Logging
import Transports

/// A subcommand that runs a tunnel.
protocol TunnelCommand: ParsableCommand {
    /// The options that every tunnel has.
    var global: GlobalOptions { get }

    /// What the command line asks for.
    ///
    /// - Throws: `ValidationError`, or `EndpointURIError`.
    func plan() throws -> TunnelPlan
}

extension TunnelCommand {
    /// Does what the command line asks for, in this process or in the background.
    ///
    /// - Parameter arguments: those behind the program's name, to start it anew with.
    /// - Returns: how the tunnel ended after it had been ready, or `.success` once it is ready in the background.
    /// - Throws: why it could not be made ready.
    func start(_ arguments: [String]) async throws -> ExitStatus {
        let plan = try plan()
        let registry = try Registry(.devices, .transports, .auth)
        switch startMode {
        case .foreground:
            try plan.check(against: registry)
            let manager = ServiceManager(socketName: environmentVariable("NOTIFY_SOCKET"))
            let tunnel = Tunnel(
                plan: plan, registry: registry, logger: logger(.standardError), stopping: manager.stopping)
            return try await tunnel.run(password: try askPassword(plan), ready: manager.ready)
        case .launcher:
            try plan.check(against: registry)
            try Launcher(arguments: arguments, password: try askPassword(plan)).launch()
            return .success
        case .background(let descriptor):
            let tunnel = Tunnel(plan: plan, registry: registry, logger: logger(.syslog))
            return await Handover(descriptor: descriptor).carry(tunnel)
        }
    }

    private var startMode: StartMode {
        StartMode(
            isForeground: global.foreground,
            handover: global.handover,
            processID: getpid(),
            notifySocket: environmentVariable("NOTIFY_SOCKET")
        )
    }

    private func askPassword(_ plan: TunnelPlan) throws -> Secret? {
        plan.user == nil ? nil : try PasswordPrompt().ask()
    }

    private func logger(_ destination: LogDestination) -> Logger { destination.logger(isDebug: global.debug) }
}

private func environmentVariable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

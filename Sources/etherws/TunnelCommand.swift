import ArgumentParser
import Auth
import CLinux
import Confinement
import Devices
import Frame
import Glibc
import Logging
import Transports

/// A subcommand that runs a tunnel.
protocol TunnelCommand: ParsableCommand {
    /// The options that every tunnel has.
    var global: GlobalOptions { get }

    /// What the command line and the environment ask for.
    ///
    /// - Throws: `ValidationError`, or `EndpointURIError`.
    func plan(in environment: ProcessEnvironment) throws -> TunnelPlan
}

extension TunnelCommand {
    /// Does what the command line asks for, in this process or in the background.
    ///
    /// - Parameter arguments: those behind the program's name, to start it anew with.
    /// - Returns: when the tunnel is ready in the background. In the foreground, the process ends with the tunnel.
    /// - Throws: why it could not be made ready.
    func start(_ arguments: [String]) throws {
        let plan = try plan(in: .current)
        try plan.restrictions.concealMemory()
        let registry = try Registry(.devices, .transports, .auth)
        // While there is one thread: those to come take after it.
        if startMode != .launcher, plan.restrictions.sandbox != .off { Capabilities.denyToPrograms() }
        switch startMode {
        case .launcher:
            for warning in try plan.check(against: registry) {
                writeLine("etherws: warning: \(warning.singleLine)", to: STDERR_FILENO)
            }
            try Launcher(arguments: arguments, password: try askPassword(plan)).launch()
        case .foreground:
            let logger = logger(.standardError)
            for warning in try plan.check(against: registry) { logger.warning("\(warning)") }
            let tunnel = Tunnel(plan: plan, registry: registry, logger: logger)
            let foreground = Foreground(password: try askPassword(plan))
            let hasTerminal = [STDIN_FILENO, STDERR_FILENO].contains { isatty($0) == 1 }
            try MainThread.wait(
                for: { await foreground.carry(tunnel) },
                hasTerminal: hasTerminal,
                reload: tunnel.reload,
                interrupt: tunnel.interrupt
            )
        case .background(let descriptor):
            let tunnel = Tunnel(plan: plan, registry: registry, logger: logger(.syslog))
            // `ps` would call the process after `/proc/self/exe` otherwise.
            clinux_set_thread_name("etherws")
            let background = Background(handover: descriptor)
            try MainThread.wait(
                for: { await background.carry(tunnel) },
                hasTerminal: false,
                reload: tunnel.reload,
                interrupt: tunnel.interrupt
            )
        }
    }

    private var startMode: StartMode {
        StartMode(
            isForeground: global.foreground,
            handover: global.handover,
            processID: getpid(),
            notifySocket: ServiceManager.fromEnvironment.socketName,
            hasInheritedSockets: !InheritedSockets(.current).descriptors.isEmpty
        )
    }

    private func askPassword(_ plan: TunnelPlan) throws -> Secret? {
        if let file = plan.tokenFile { return try TokenFile(path: file).read() }
        return plan.user == nil ? nil : try PasswordPrompt().ask()
    }

    private func logger(_ destination: LogDestination) -> Logger { destination.logger(isDebug: global.debug) }
}

import ArgumentParser
import CLinux
import Confinement
import Frame
import Glibc
import Logging
import Node

/// A subcommand that runs a node.
protocol NodeCommand: ParsableCommand {
    /// The options that every node has.
    var global: GlobalOptions { get }

    /// What the command line and the environment ask for.
    ///
    /// - Throws: `ValidationError`, or `EndpointURIError`.
    func plan(in environment: ProcessEnvironment) throws -> RunPlan
}

extension NodeCommand {
    /// Does what the command line asks for, in this process or in the background.
    ///
    /// - Parameter arguments: those behind the program's name, to start it anew with.
    /// - Returns: when the node is ready in the background. In the foreground, the process ends with the node.
    /// - Throws: why it could not be made ready.
    func start(_ arguments: [String]) throws {
        let plan = try plan(in: .current)
        try plan.restrictions.concealMemory()
        let registry = try Registry.program()
        // While there is one thread: those to come take after it.
        if startMode != .launcher, plan.restrictions.sandbox != .off { Capabilities.denyToPrograms() }
        switch startMode {
        case .launcher:
            for warning in try plan.node.check(against: registry) {
                writeLine("etherws: warning: \(warning.singleLine)", to: STDERR_FILENO)
            }
            try Launcher(arguments: arguments, secret: try plan.askSecret()).launch()
        case .foreground:
            let logger = logger(.standardError)
            try log(plan.node.check(against: registry), to: logger)
            let run = NodeRun(plan: plan, registry: registry, logger: logger)
            let foreground = Foreground(secret: try plan.askSecret())
            let hasTerminal = [STDIN_FILENO, STDERR_FILENO].contains { isatty($0) == 1 }
            try MainThread.wait(
                for: { await foreground.carry(run) },
                hasTerminal: hasTerminal,
                reload: run.reload,
                interrupt: run.interrupt
            )
        case .background(let descriptor):
            let logger = logger(.syslog)
            try log(plan.node.check(against: registry), to: logger)
            let run = NodeRun(plan: plan, registry: registry, logger: logger)
            // `ps` would call the process after `/proc/self/exe` otherwise.
            clinux_set_thread_name("etherws")
            let background = Background(handover: descriptor)
            try MainThread.wait(
                for: { await background.carry(run) },
                hasTerminal: false,
                reload: run.reload,
                interrupt: run.interrupt
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

    private func log(_ warnings: [String], to logger: Logger) {
        for warning in warnings { logger.warning("\(warning)") }
    }

    private func logger(_ destination: LogDestination) -> Logger { destination.logger(isDebug: global.debug) }
}

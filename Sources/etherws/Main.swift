import ArgumentParser
import Glibc

@main
enum Main {
    /// Signals are blocked before a second thread is there to take them.
    @MainActor
    static func main() async {
        StopSignals.block()
        let status = await run(Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }

    private static func run(_ arguments: [String]) async -> ExitStatus {
        do {
            var command = try EtherWSCommand.parseAsRoot(try ArgumentOrder.subcommandFirst(arguments))
            if let command = command as? any TunnelCommand { return try await command.start(arguments) }
            try command.run()
            return .success
        } catch {
            return report(error)
        }
    }

    /// `--help` and `--version` end as an error too, for the argument parser.
    private static func report(_ error: any Error) -> ExitStatus {
        guard EtherWSCommand.exitCode(for: error) != .success else {
            print(EtherWSCommand.fullMessage(for: error))
            return .success
        }
        let failure = Failure(error)
        writeLine("etherws: \(failure)", to: STDERR_FILENO)
        return failure.status
    }
}

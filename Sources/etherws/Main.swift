import ArgumentParser
import Glibc

@main
enum Main {
    /// Signals are blocked before a second thread is there to take them.
    static func main() {
        StandardDescriptors.open()
        StopSignals.block()
        exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    private static func run(_ arguments: [String]) -> ExitStatus {
        do {
            var command = try EtherWSCommand.parseAsRoot(try ArgumentOrder.subcommandFirst(arguments))
            if let command = command as? any NodeCommand {
                try command.start(arguments)
            } else {
                try command.run()
            }
            return .success
        } catch  where EtherWSCommand.exitCode(for: error) == .success {
            // `--help` and `--version` end as an error too, for the argument parser.
            print(HelpText.everydayFirst(EtherWSCommand.fullMessage(for: error)))
            return .success
        } catch {
            return Failure(error).report()
        }
    }
}

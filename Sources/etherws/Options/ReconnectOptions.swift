import ArgumentParser
import Node

/// What a client does when its tunnel is lost.
struct ReconnectOptions: ParsableArguments {
    @Flag(name: .customLong("no-reconnect"), help: "End when the tunnel is lost, with exit code 69.")
    var endsWithTunnel = false

    @Option(
        help: ArgumentHelp("Longest wait between attempts to bring the tunnel back.", valueName: "seconds"))
    var retryMax = 30

    func validate() throws {
        guard (1...86_400).contains(retryMax) else {
            throw ValidationError("--retry-max must be from 1 to 86400 seconds")
        }
    }

    /// How long to wait between attempts; `nil` if there are none.
    var backoff: Backoff? { endsWithTunnel ? nil : Backoff(cap: .seconds(retryMax)) }
}

import ArgumentParser

/// What a server does when a client vanishes.
struct PortGraceOptions: ParsableArguments {
    @Option(
        name: .customLong("port-grace"),
        help: ArgumentHelp(
            "Time to keep the port of a user's client that has vanished.", valueName: "seconds"
        )
    )
    var seconds = 60

    func validate() throws {
        guard (0...86_400).contains(seconds) else {
            throw ValidationError("--port-grace must be from 0 to 86400 seconds")
        }
    }

    /// How long to keep it; not at all for 0.
    var duration: Duration { .seconds(seconds) }
}

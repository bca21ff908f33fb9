import ArgumentParser

/// What `server` and `client` have in common.
///
/// Accepted before the subcommand as well; see ``ArgumentOrder``.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The device that Ethernet frames come from and go to; a bare name is a TAP interface's.",
            discussion: "'%d' in an interface's name is filled in by the kernel.",
            valueName: "uri"
        )
    )
    var device = "ethws%d"

    @Option(help: ArgumentHelp("Make the TAP interface a member of this bridge.", valueName: "name"))
    var bridge: String?

    @Option(help: ArgumentHelp("The largest payload of a frame on the TAP interface.", valueName: "bytes"))
    var mtu: Int?

    @Flag(help: "Bring the TAP interface up.")
    var up = false

    @Option(
        help: ArgumentHelp(
            "Spread the work over this many threads, 1 to 64.",
            discussion: "Pays for several clients, where there are cores to spare.",
            valueName: "number"
        )
    )
    var loops = 1

    @Flag(help: "Stay in the foreground, and log to standard error instead of syslog.")
    var foreground = false

    @Flag(help: "Log details as well.")
    var debug = false

    @Option(help: .private)
    var handover: CInt?

    func validate() throws {
        guard 1...64 ~= loops else { throw ValidationError("--loops is a number from 1 to 64, and '\(loops)' is not") }
    }
}

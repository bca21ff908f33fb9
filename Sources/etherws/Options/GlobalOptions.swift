import ArgumentParser

/// What `server` and `client` have in common.
///
/// Accepted before the subcommand as well; see ``ArgumentOrder``.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Device that Ethernet frames come from and go to; a bare name is a TAP interface.",
            discussion: "The kernel fills in '%d' in the name of an interface.",
            valueName: "uri"
        )
    )
    var device = "ethws%d"

    @Option(help: ArgumentHelp("Bridge that the TAP interface joins.", valueName: "name"))
    var bridge: String?

    @Option(help: ArgumentHelp("MTU of the TAP interface.", valueName: "bytes"))
    var mtu: Int?

    @Flag(help: "Bring the TAP interface up.")
    var up = false

    @Option(
        help: ArgumentHelp(
            "Threads that share the work, 1 to 64.",
            discussion: "Only servers with several clients and free cores benefit.",
            valueName: "number"
        )
    )
    var loops = 1

    @Flag(help: "Run in the foreground, and log to standard error instead of syslog.")
    var foreground = false

    @Flag(help: "Log details as well.")
    var debug = false

    @Option(help: .private)
    var handover: CInt?

    func validate() throws {
        guard 1...64 ~= loops else { throw ValidationError("--loops must be from 1 to 64 (got '\(loops)')") }
    }
}

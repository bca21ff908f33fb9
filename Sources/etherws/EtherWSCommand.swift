import ArgumentParser

/// The command line, from its first word.
struct EtherWSCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "etherws",
        abstract: "Ethernet over WebSocket: joins hosts at layer 2 through any network that lets HTTP pass.",
        discussion: """
            Examples:
              etherws server --keyfile key.pem --certfile cert.pem --htpasswd users
              etherws client --uri wss://example.com/ --user alice
              etherws --device lab0 --foreground server --port 8080
              etherws token alice >> tokens
              etherws check wss://example.com/ --user alice
              etherws uris tap wss

            Options that server and client share (--device, --bridge, --address, --mtu, --up, --loops, --run-as, --sandbox, --foreground, \
            --debug) may stand before the subcommand as well.

            Exit codes: 0 success; 64 wrong usage; 69 unreachable or busy; 70 a bug in etherws; 77 refused; 130 and 143 ended \
            by SIGINT and SIGTERM.
            """,
        version: "etherws \(Version.current)",
        subcommands: [ServerCommand.self, ClientCommand.self, TokenCommand.self, CheckCommand.self, URIsCommand.self]
    )
}

/// Which etherws this is.
enum Version {
    /// As in CHANGELOG.md; the original's last release was 1.3.
    static let current = "2.0.0-dev"
}

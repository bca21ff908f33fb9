import ArgumentParser
import Auth
import Confinement
import Frame
import Glibc

/// `etherws token`: makes up a token, and the line that admits its bearer.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make a token that admits a client.",
        discussion: """
            Examples:
              etherws token alice >> tokens
              etherws token alice --expires 2027-12-31 >> tokens 2> alice.token

            The line for the file of --auth tokens:FILE goes to standard output. The token itself, which is stored nowhere else, \
            goes to standard error. A client presents it with --token-file, a browser as ?token= at the end of the URI.
            """
    )

    @Argument(help: "Name of the user that the token admits.")
    var name: String

    @Option(
        help: ArgumentHelp(
            "Time from which on the token is rejected, in UTC: 2027-12-31 or 2027-12-31T12:00:00Z.", valueName: "date"))
    var expires: String?

    func run() throws {
        try ProcessMemory.conceal()
        let token = AccessToken()
        let line = try token.line(for: name, expiry: expires)
        writeLine(line, to: STDOUT_FILENO)
        writeLine(token.secret.reveal(), to: STDERR_FILENO)
    }
}

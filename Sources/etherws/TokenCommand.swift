import ArgumentParser
import Auth
import Confinement
import Frame
import Glibc

/// `etherws token`: makes up a token, and the line that admits its bearer.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make up a token, by which a client is admitted.",
        discussion: """
            Examples:
              etherws token alice >> tokens
              etherws token alice --expires 2027-12-31 >> tokens 2> alice.token

            The line for the file of --auth tokens:FILE goes to standard output, and the token itself, which is kept nowhere, to \
            standard error. A client presents it by --token-file, a browser as ?token= behind the URI.
            """
    )

    @Argument(help: "Whom the token's bearer is taken for.")
    var name: String

    @Option(
        help: ArgumentHelp(
            "From when on the token is refused, in UTC: 2027-12-31 or 2027-12-31T12:00:00Z.", valueName: "date"))
    var expires: String?

    func run() throws {
        try ProcessMemory.conceal()
        let token = AccessToken()
        let line = try token.line(for: name, expiry: expires)
        writeLine(line, to: STDOUT_FILENO)
        writeLine(token.secret.reveal(), to: STDERR_FILENO)
    }
}

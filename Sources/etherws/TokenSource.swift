import CLinux
import Frame
import Glibc
internal import Linux

/// A file whose first line is a token, so that no command line holds it.
struct TokenSource {
    /// Where it is; `-` stands for the terminal, or standard input.
    let path: String

    /// Reads the token.
    ///
    /// - Throws: `SystemError` if the file cannot be read, `Failure` if it has no token, `Interrupted`.
    func read() throws -> Secret {
        guard path != "-" else { return try PasswordPrompt(subject: .token).ask() }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.last("cannot read '\(path)'") }
        defer { close(descriptor) }
        let token = try PasswordPrompt(subject: .token, input: descriptor).ask()
        guard !token.reveal().isEmpty else { throw Failure("'\(path)' has no token on its first line", .usage) }
        return token
    }
}

import CLinux
import Frame
import Glibc
internal import Linux

/// Asks for a password or token at the terminal without showing it, or reads one line where the input is no terminal.
struct PasswordPrompt {
    /// What is asked for.
    enum Subject: String {
        case password, token
    }

    var subject = Subject.password
    /// Where the password comes from: standard input, outside tests.
    var input: CInt = STDIN_FILENO
    /// Where the question goes: not to standard output, which may be on its way into a file.
    var output: CInt = STDERR_FILENO

    /// The longest password that is taken, in bytes.
    static let longest = 4096

    private var question: String { subject == .password ? "Password: " : "Token: " }

    /// Where the answer is looked for, for errors.
    private var place: String { input == STDIN_FILENO ? " on standard input" : "" }

    /// Reads the password.
    ///
    /// - Throws: `Failure` if there is none, `Interrupted` if the operator would rather not, `SystemError`.
    func ask() throws -> Secret {
        let signals = try StopSignals.open()
        defer { close(signals) }
        guard isatty(input) == 1 else { return try readLine(signals) }
        return try withoutEcho {
            _ = write(output, question, question.utf8.count)
            defer { writeLine("", to: output) }
            return try readLine(signals)
        }
    }

    /// Reads byte by byte: what follows the line is for whoever reads next.
    private func readLine(_ signals: CInt) throws -> Secret {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            try waitToRead(input, orSignalOn: signals)
            let count = uninterrupted { read(input, &byte, 1) }
            guard count >= 0 else { throw SystemError.last("read the \(subject)") }
            if count == 0, line.isEmpty { throw Failure("no \(subject) was given\(place)", .usage) }
            if count == 0 || byte == UInt8(ascii: "\n") { break }
            guard line.count < Self.longest else { throw Failure("the \(subject) is too long", .usage) }
            line.append(byte)
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw Failure("the \(subject) is not UTF-8", .usage)
        }
        return Secret(text)
    }

    private func withoutEcho<Result>(_ body: () throws -> Result) throws -> Result {
        var settings = termios()
        guard tcgetattr(input, &settings) == 0 else { throw SystemError.last("tcgetattr") }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        // What was typed ahead was typed with echo: it is thrown away.
        guard tcsetattr(input, TCSAFLUSH, &silent) == 0 else { throw SystemError.last("tcsetattr") }
        defer { tcsetattr(input, TCSAFLUSH, &settings) }
        return try body()
    }
}

import Glibc
import Linux
import Testing

/// A program that a test started, killed and reaped when the test ends.
final class ChildProcess: Sendable {
    let arguments: [String]
    let id: pid_t
    let output: Capture
    let errors: Capture
    private let input: Locked<Int32?>
    private let exit = Locked<Int32?>(nil)

    /// Starts a program in a session of its own, so that no terminal controls it, with every signal at its default.
    ///
    /// - Parameters:
    ///   - environment: variables beside those of the tests.
    ///   - log: where its standard error goes, if not to ``errors``.
    init(_ arguments: [String], environment: [String: String] = [:], log: Int32? = nil) throws {
        _ = Self.outlivesBrokenPipes
        self.arguments = arguments
        output = try Capture()
        errors = try Capture()
        let pipe = try Pipe()
        defer { close(pipe.reading) }
        input = Locked(pipe.writing)
        id = try spawn(arguments, environment, pipe.reading, output.descriptor, log ?? errors.descriptor)
        Cleanup.current.add { self.end() }
    }

    deinit { endInput() }

    /// The exit code as a shell reports it, `nil` while the process runs.
    ///
    /// That is 128 and the signal's number if a signal ended it.
    var exitCode: Int32? {
        exit.withLock { known in
            var status: Int32 = 0
            if known == nil, waitpid(id, &status, WNOHANG) == id { known = shellCode(status) }
            return known
        }
    }

    /// Writes to its standard input.
    func write(_ text: String) {
        guard let input = input.withLock({ $0 }) else { return }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Ends its standard input.
    func endInput() {
        input.withLock { input in
            if let input { close(input) }
            input = nil
        }
    }

    /// Sends a signal, unless the process has ended.
    func signal(_ number: Int32) {
        if exitCode == nil { kill(id, number) }
    }

    /// Waits for the end.
    func exitCode(within limit: Duration = .seconds(60)) async throws -> Int32 {
        try await eventually("the end of \(self)", within: limit) { exitCode }
    }

    /// Waits for a line of output that satisfies a condition.
    func line(_ what: String, from capture: KeyPath<ChildProcess, Capture> = \.output, where isIt: (String) -> Bool)
        async throws -> String
    {
        try await eventually("\(what) from \(self)") {
            let over = exitCode != nil
            if let line = self[keyPath: capture].lines.first(where: isIt) { return line }
            if over { throw TimedOut(what: "\(what) from \(self), which has ended") }
            return nil
        }
    }

    // Writing to a program that has ended must not end the tests.
    private static let outlivesBrokenPipes: Void = { _ = Glibc.signal(SIGPIPE, SIG_IGN) }()

    private func end() {
        signal(SIGKILL)
        exit.withLock { known in
            var status: Int32 = 0
            if known == nil, waitpid(id, &status, 0) == id { known = shellCode(status) }
        }
    }
}

extension ChildProcess: CustomStringConvertible {
    /// The command, how it ended, and what it printed.
    var description: String {
        let end = exitCode.map { "exit code \($0)" } ?? "running"
        return
            "`\(arguments.joined(separator: " "))` (\(end))\n\(output.text.suffix(2000))\n\(errors.text.suffix(2000))"
    }
}

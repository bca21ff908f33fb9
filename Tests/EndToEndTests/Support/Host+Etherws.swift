extension Host {
    /// Runs `etherws` as a user types it, to the end of the command; what it put into the background goes on.
    ///
    /// - Parameter input: what stands ready at its standard input, such as a password.
    func etherws(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await start([Machine.etherws] + arguments).outcome(reading: input)
    }

    /// Runs `etherws` in the foreground.
    ///
    /// - Parameters:
    ///   - starter: a command that runs the one behind it.
    ///   - log: where its standard error goes, if not to ``ChildProcess/errors``.
    /// - Returns: once it says that it is ready, in the way that systemd asks it.
    func running(
        _ arguments: [String],
        input: String = "",
        through starter: [String] = [],
        log: Int32? = nil
    ) async throws -> ChildProcess {
        let notifications = try NotificationSocket()
        let process = try start(
            starter + [Machine.etherws, "--foreground"] + arguments, environment: notifications.environment, log: log)
        process.write(input)
        process.endInput()
        try await eventually("the readiness of \(process)") {
            guard process.exitCode == nil else { throw CommandFailed(process: process) }
            return try notifications.next()?.contains("READY=1") == true
        }
        return process
    }

    /// Runs `etherws` in the foreground.
    func running(_ arguments: String..., input: String = "") async throws -> ChildProcess {
        try await running(arguments, input: input)
    }
}

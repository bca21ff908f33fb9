import Frame
import Transports

extension CheckPlan {
    /// The checks, one for each server, none of which has begun.
    ///
    /// - Parameter show: takes the lines.
    /// - Throws: what is wrong with a URI; `Failure` or `Interrupted` if there is no password or token.
    func checks(on loop: any EventLoop, show: @escaping @Sendable (String) -> Void) throws -> [ServerCheck] {
        let registry = try Registry.program()
        let transports = try servers.map { server in
            guard let transport = try registry.transport(server.uri) as? any ObservableTransport else {
                throw Failure("'\(server.uri.scheme):' cannot be checked", .usage)
            }
            return transport
        }
        let credentials = try askCredentials()
        return zip(servers, transports).map { server, transport in
            ServerCheck(server, over: transport, as: credentials, within: limits, on: loop, show: show)
        }
    }

    /// Carries them out, one after another.
    ///
    /// - Returns: what a client that tries these servers in turn would end with.
    static func carryOut(_ checks: [ServerCheck]) async -> ExitStatus {
        var failures: [Failure] = []
        for check in checks {
            if let failure = await check.run() { failures.append(failure) }
        }
        return status(of: failures, outOf: checks.count)
    }

    /// Success if one of so many has not failed; otherwise a refusal tells more than silence.
    static func status(of failures: [Failure], outOf count: Int) -> ExitStatus {
        let statuses = failures.map(\.status)
        if let signal = statuses.first(where: { $0.rawValue > 128 }) { return signal }
        guard failures.count == count else { return .success }
        return statuses.first { $0 == .refused } ?? statuses.first ?? .success
    }

    private func askCredentials() throws -> Credentials {
        if let tokenFile { return .bearer(try TokenSource(path: tokenFile).read()) }
        guard let user else { return .none }
        return .basic(user: user, password: try PasswordPrompt().ask())
    }
}

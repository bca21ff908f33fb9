package import Frame

/// `exec:/PROGRAM` — lets a program decide: a bridge to LDAP, PAM, RADIUS, single sign-on, or whatever else there is.
///
/// For every decision the program is started anew, without arguments and with an empty environment but for `PATH` and `LC_ALL`. It
/// reads one line of JSON from its standard input, which holds what the peer presented, and no more:
///
///     {"user":"alice","password":"…"}        {"token":"…"}
///
/// beside which `"certificate":{"commonName":"…","hosts":[…],"addresses":[…],"uris":[…]}` may stand. To admit the peer it writes one line
/// to its standard output, `{"principal":"alice"}`, and exits with 0. To refuse it writes `{"principal":null}` and exits with 0, or
/// exits with 1. Whatever else it does, it has not decided, and nobody is admitted: the operator is told, and the peer is answered
/// that nobody can be admitted now.
///
/// After `timeout` it is killed. Beside the `parallel` decisions under way, 64 more wait.
///
/// The program must belong to root or to the user who runs us, and nobody else may be able to write it or to put another in its place.
package struct ProgramAuthenticator: Authenticator {
    private let program: TrustedProgram
    let limit: Duration
    private let workers: BoundedWorkers

    /// Names and passwords, and tokens; a certificate that is there is shown to the program too.
    package var acceptedKinds: Credentials.Kinds { [.basic, .bearer] }

    /// The program.
    package var needs: Needs { Needs(runsPrograms: true) }

    private static let timeout = URIParameter.number(
        "timeout", in: 1...30, default: 5, help: "seconds that a decision may take")
    private static let parallel = URIParameter.number(
        "parallel", in: 1...64, default: 4, help: "processes of the program at once")

    /// What its URIs may say.
    static let declaration = URIDeclaration(
        "/PROGRAM", help: "program that decides, asked by a line of JSON", timeout, parallel)

    /// Looks whether the program may be trusted.
    ///
    /// - Throws: ``AuthError`` if not; `EndpointURIError` if the URI has a part that means nothing here.
    package init(_ uri: EndpointURI) throws {
        let (seconds, parallel) = try uri.withParameters { parameters in
            (try parameters.take(Self.timeout), try parameters.take(Self.parallel))
        }
        program = TrustedProgram(path: try uri.requiredFile())
        _ = try program.resolved()
        limit = .seconds(seconds)
        workers = try BoundedWorkers(limit: parallel, waiting: 64)
    }

    /// Asks the program.
    ///
    /// - Throws: ``AuthError`` if it has not decided, may not be trusted any more, or too many wait for it.
    package func authenticate(_ credentials: Credentials) async throws -> Principal? {
        guard credentials != .none, let question = ProgramQuestion.line(credentials) else { return nil }
        let answer = try await workers.run { [program, limit] in
            let outcome = try ProgramRun(program: try program.resolved(), limit: limit).ask(question)
            return ProgramAnswer(status: outcome.status, output: outcome.output)
        }
        switch answer {
        case .admitted(let principal): return principal
        case .refused: return nil
        case .undecided(let reason): throw AuthError.undecided(program: program.path, reason: reason)
        }
    }
}

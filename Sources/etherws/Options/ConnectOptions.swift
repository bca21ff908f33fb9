import ArgumentParser
import Frame
internal import TLS
import Transports

/// How a client gets to its servers, and what it says and believes there.
struct ConnectOptions: ParsableArguments {
    @Option(help: ArgumentHelp("User to log in as.", valueName: "name"))
    var user: String?

    @Option(help: ArgumentHelp("Authorities to trust instead of the system's, in PEM.", valueName: "file"))
    var cacerts: String?

    @Flag(help: "Trust any certificate: an attacker on the network path can then read and change the traffic.")
    var insecure = false

    @Flag(help: "Compression, if the server agrees.")
    var deflate = false

    @OptionGroup var liveness: LivenessOptions

    @OptionGroup(title: "Options for the login")
    var login: LoginOptions

    @OptionGroup(title: "Options for TLS")
    var certificates: CertificateOptions

    @OptionGroup(title: "Options for TLS")
    var policy: TLSPolicyOptions

    @OptionGroup(title: "Options for proxies")
    var proxy: ProxyOptions

    @OptionGroup(title: "Options for the request")
    var request: RequestOptions

    /// The servers' URIs with what the options say as their parameters, and the user to log in as.
    ///
    /// - Throws: `ValidationError`, `EndpointURIError`, or `Failure` if a file cannot be read.
    func servers(
        _ uris: [String],
        in environment: ProcessEnvironment
    ) throws -> (servers: [EndpointURI], user: String?) {
        var user = user
        let servers = try uris.map { try server($0, user: &user, environment) }
        return (servers, user)
    }

    /// What is presented to a server, in words and without secrets.
    func proofs(of user: String?) -> [String] {
        [
            user.map { "user '\($0)' and a password" },
            login.tokenFile.map { _ in "a token" },
            login.certificate.map { "the certificate in '\($0)', if it was asked for" },
        ].compactMap(\.self)
    }

    private func server(
        _ uri: String,
        user: inout String?,
        _ environment: ProcessEnvironment
    ) throws -> EndpointURI {
        var server = try Registry.program().hidingSecrets(of: EndpointURI(uri), as: .transport)
        user = try takeUser(outOf: &server, besides: user)
        server.parameters += try trustParameters(scheme: server.scheme)
        server.parameters += try login.parameters(scheme: server.scheme)
        server.parameters += liveness.parameters
        if deflate { server.parameters.append(WebSocketParameters.deflate.setting("on")) }
        server.parameters += try certificates.parameters(scheme: server.scheme)
        server.parameters += try policy.parameters(scheme: server.scheme)
        server.parameters += try request.parameters(for: server)
        server.parameters += try proxy.parameters(for: server, in: environment)
        return server
    }

    /// The user may stand in the URI; the password may not, because any user of the host can read a command line.
    private func takeUser(outOf uri: inout EndpointURI, besides user: String?) throws -> String? {
        guard uri.password == nil, WebSocketParameters.proxyPassword.value(in: uri) == nil else {
            throw ValidationError(
                "Every user of this host can read a password in --uri; use --user, and enter it when asked")
        }
        guard !uri.holdsSecret else {
            throw ValidationError("Every user of this host can read a secret in --uri; use --token-file")
        }
        defer { uri.user = nil }
        guard let user, let other = uri.user, user != other else { return user ?? uri.user }
        throw ValidationError("--user and --uri name two users, '\(user)' and '\(other)'")
    }

    private func trustParameters(scheme: String) throws -> [EndpointURI.Parameter] {
        guard cacerts != nil || insecure else { return [] }
        guard cacerts == nil || !insecure else { throw ValidationError("--cacerts cannot be combined with --insecure") }
        guard scheme != "ws" else {
            throw ValidationError("--cacerts and --insecure need TLS, and 'ws:' has none: use 'wss:'")
        }
        return [TLSParameters.cacerts.given(cacerts) ?? TLSParameters.insecure.setting("on")]
    }
}

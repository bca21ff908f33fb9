import ArgumentParser
import Frame

/// `etherws client`: joins a device to a server.
struct ClientCommand: TunnelCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Connect to a server and join its Ethernet.",
        discussion: """
            Examples:
              etherws client --uri ws://example.com/
              etherws client --uri wss://example.com/ --user alice
              etherws client --uri wss://example.com/ --cacerts ca.pem
              etherws client --uri wss://a.example.com/ --uri wss://b.example.com/
              etherws client --uri wss://example.com/ --token-file token
              etherws client --uri wss://example.com/ --client-cert alice.pem --client-key alice.key
              etherws --device lab0 --address 10.0.0.2/24 client --uri ws://example.com/

            The password is asked for at the terminal, or read from the first line of standard input where that is none.

            A server that cannot be reached at the start is an error. Once the tunnel is ready, it is brought back whenever it is \
            lost; the device keeps its addresses and routes.
            """
    )

    @Option(
        name: .customLong("uri"),
        help: ArgumentHelp(
            "The server, as in wss://HOST[:PORT]/PATH; may be repeated, for servers to be tried in turn.",
            valueName: "uri"))
    var uris: [String]

    @Option(help: ArgumentHelp("The user to log in as.", valueName: "name"))
    var user: String?

    @Option(help: ArgumentHelp("Trust the authorities in this PEM file instead of the system's.", valueName: "file"))
    var cacerts: String?

    @Flag(help: "Trust any certificate: anybody on the way can read and change what crosses the tunnel.")
    var insecure = false

    @Flag(help: "Compress what crosses the tunnel, if the server agrees.")
    var deflate = false

    @Option(
        name: .customLong("address"),
        help: ArgumentHelp(
            "The TAP interface's own address, with its prefix length (10.0.0.2/24).", valueName: "address")
    )
    var addresses: [String] = []

    @OptionGroup var reconnecting: ReconnectOptions

    @OptionGroup var liveness: LivenessOptions

    @OptionGroup(title: "Options for logging in")
    var login: LoginOptions

    @OptionGroup(title: "Options for TLS")
    var certificates: CertificateOptions

    @OptionGroup
    var policy: TLSPolicyOptions

    @OptionGroup(title: "Options for proxies")
    var proxy: ProxyOptions

    @OptionGroup(title: "Options for the request")
    var request: RequestOptions

    @OptionGroup(title: "Options for privileges")
    var restriction: RestrictionOptions

    @OptionGroup(title: "Global options")
    var global: GlobalOptions

    func plan(in environment: ProcessEnvironment = ProcessEnvironment()) throws -> TunnelPlan {
        let addresses = try AddressOptions(addresses)
        if let address = addresses.listen {
            throw ValidationError("--address is the TAP interface's and needs a prefix length, as in '\(address)/24'")
        }
        var user = user
        let servers = try uris.map { try server($0, user: &user, environment) }
        return TunnelPlan(
            device: try global.deviceURI(addresses: addresses.tap),
            farEnd: .connect(servers, user: user),
            backoff: reconnecting.backoff,
            tokenFile: try login.tokenFile(besides: user),
            loopCount: global.loops,
            restrictions: try restriction.restrictions()
        )
    }

    private func server(
        _ uri: String,
        user: inout String?,
        _ environment: ProcessEnvironment
    ) throws -> EndpointURI {
        var server = try EndpointURI(uri)
        user = try takeUser(outOf: &server, besides: user)
        server.parameters += try trustParameters(scheme: server.scheme)
        server.parameters += try login.parameters(scheme: server.scheme)
        server.parameters += liveness.parameters
        if deflate { server.parameters.append(.init("deflate", "on")) }
        server.parameters += try certificates.parameters(scheme: server.scheme)
        server.parameters += try policy.parameters(scheme: server.scheme)
        server.parameters += try request.parameters(for: server)
        server.parameters += try proxy.parameters(for: server, in: environment)
        return server
    }

    /// The user may stand in the URI; the password may not, because any user of the host can read a command line.
    private func takeUser(outOf uri: inout EndpointURI, besides user: String?) throws -> String? {
        guard uri.password == nil, !uri.parameters.contains(where: { $0.name == "proxy-password" }) else {
            throw ValidationError(
                "A password in --uri can be read by everybody on this host; give --user and be asked")
        }
        guard !uri.holdsSecret else {
            throw ValidationError("A secret in --uri can be read by everybody on this host; give --token-file")
        }
        defer { uri.user = nil }
        guard let user, let other = uri.user, user != other else { return user ?? uri.user }
        throw ValidationError("--user and --uri name two users, '\(user)' and '\(other)'")
    }

    private func trustParameters(scheme: String) throws -> [EndpointURI.Parameter] {
        guard cacerts != nil || insecure else { return [] }
        guard cacerts == nil || !insecure else { throw ValidationError("--cacerts and --insecure exclude each other") }
        guard scheme != "ws" else {
            throw ValidationError("--cacerts and --insecure need TLS, and 'ws:' has none: use 'wss:'")
        }
        return cacerts.map { [.init("cacerts", $0)] } ?? [.init("insecure", "on")]
    }
}

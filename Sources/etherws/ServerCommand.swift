import ArgumentParser
import Auth
import Frame
import Node
import Switching
internal import TLS
import Transports

/// `etherws server`: joins a device to every client that is admitted.
struct ServerCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Listen for clients, and switch Ethernet between them and a local device.",
        discussion: """
            Examples:
              etherws server
              etherws server --address 127.0.0.1 --port 8080 --path /lab
              etherws server --keyfile key.pem --certfile cert.pem --htpasswd users
              etherws server --device tap:lab0?mtu=9000 --bridge br0
              etherws server --keyfile key.pem --certfile cert.pem --auth tokens:tokens
              etherws server --keyfile key.pem --certfile cert.pem --client-ca ca.pem
            """
    )

    @Option(help: "TCP port to listen on. (default: 80, or 443 with TLS)")
    var port: UInt16?

    @Option(help: ArgumentHelp("Private key for TLS, in PEM.", valueName: "file"))
    var keyfile: String?

    @Option(help: ArgumentHelp("Certificate for TLS and its chain, in PEM.", valueName: "file"))
    var certfile: String?

    @Option(
        help: ArgumentHelp("Password file of the users to admit. The same as --auth htpasswd:FILE.", valueName: "file"))
    var htpasswd: String?

    @Option(
        name: .customLong("address"),
        help: ArgumentHelp(
            "Address to listen on or, with a prefix length as in 10.0.0.1/24, address of the TAP interface. (default: all)",
            valueName: "address"
        )
    )
    var addresses: [String] = []

    @Option(help: "Path to serve.")
    var path = "/"

    @Option(
        help: ArgumentHelp(
            "Authenticator; may be repeated. A client needs to satisfy only one.",
            discussion:
                "One of htpasswd:FILE, tokens:FILE, certificate:[FILE][?name=cn|host|email|uri], exec:/PROGRAM.",
            valueName: "uri"))
    var auth: [String] = []

    @Option(
        name: .customLong("client-ca"),
        help: ArgumentHelp(
            "Authorities for client certificates, in PEM. Without --auth and --htpasswd, a client with such a certificate is "
                + "admitted by its common name.", valueName: "file"))
    var clientAuthorities: String?

    @Option(
        name: .customLong("client-crl"),
        help: ArgumentHelp("Revocation lists of these authorities, in PEM.", valueName: "file"))
    var clientRevocations: String?

    @Option(
        help: ArgumentHelp(
            "OCSP response, in DER, for clients that ask whether the certificate has been revoked.",
            valueName: "file"))
    var ocsp: String?

    @Flag(help: "Compression, for clients that offer it.")
    var deflate = false

    @Option(
        name: .customLong("allow-origin"),
        help: ArgumentHelp(
            "Origin of pages that may connect, as in https://example.com; may be repeated. (default: any)",
            valueName: "origin")
    )
    var origins: [String] = []

    @Flag(help: "Support for old clients whose requests lack a version or a proper key, such as vpn-ws.")
    var legacy = false

    @OptionGroup var portGrace: PortGraceOptions

    @OptionGroup var liveness: LivenessOptions

    @OptionGroup(title: "Global options")
    var global: GlobalOptions

    @OptionGroup(title: "Options for TLS")
    var policy: TLSPolicyOptions

    @OptionGroup(title: "Options for Unix sockets and reverse proxies")
    var listen: ListenOptions

    @OptionGroup(title: "Options for the policy of clients")
    var clients: PolicyOptions

    @OptionGroup(title: "Options for limits")
    var limits: LimitOptions

    @OptionGroup(title: "Options for privileges")
    var restriction: RestrictionOptions

    func plan(in environment: ProcessEnvironment = ProcessEnvironment()) throws -> RunPlan {
        let addresses = try AddressOptions(addresses)
        let device = try global.deviceURI(addresses: addresses.tap)
        let listener = try listenURI(addresses.listen ?? "", environment)
        let node = NodePlan(
            devices: [DeviceEntry("device", device)],
            listeners: [ListenerEntry("listener", listener, authenticator: try authenticatorURI())],
            configuration: try configuration(),
            policyFile: clients.policyFile.map(PolicyFile.init)
        )
        return RunPlan(node: node, loopCount: global.loops, restrictions: try restriction.restrictions())
    }

    private func configuration() throws -> SwitchConfiguration {
        var configuration = SwitchConfiguration()
        configuration.portGrace = portGrace.duration
        configuration.policies = try clients.policies()
        return configuration
    }

    private func listenURI(_ address: String, _ environment: ProcessEnvironment) throws -> EndpointURI {
        guard listen.unix == nil || address.isEmpty && port == nil else {
            throw ValidationError("--unix cannot be combined with --address or --port")
        }
        guard path.hasPrefix("/") else { throw ValidationError("--path must begin with '/' (got '\(path)')") }
        let host = address.hasPrefix("[") && address.hasSuffix("]") ? String(address.dropFirst().dropLast()) : address
        let scheme = certfile == nil ? "ws" : "wss"
        var parameters = try tlsParameters() + serviceParameters
        parameters += try listen.parameters(in: environment) + policy.parameters(scheme: scheme)
        let usual: UInt16 = certfile == nil ? 80 : 443
        return EndpointURI(scheme: scheme, host: host, port: port ?? usual, path: path, parameters: parameters)
    }

    /// What the server shows, and whose certificates it takes; nothing without TLS.
    private func tlsParameters() throws -> [EndpointURI.Parameter] {
        guard (certfile == nil) == (keyfile == nil) else {
            throw ValidationError("TLS needs both --keyfile and --certfile")
        }
        guard clientAuthorities != nil || clientRevocations == nil else {
            throw ValidationError("--client-crl needs --client-ca")
        }
        for (option, value) in [("--client-ca", clientAuthorities), ("--ocsp", ocsp)] where value != nil {
            guard certfile != nil else { throw ValidationError("\(option) needs TLS: --keyfile and --certfile") }
        }
        return [
            TLSParameters.certificate.given(certfile), TLSParameters.key.given(keyfile),
            TLSParameters.clientca.given(clientAuthorities), TLSParameters.clientcrl.given(clientRevocations),
            TLSParameters.ocsp.given(ocsp),
        ].compactMap(\.self)
    }

    private var serviceParameters: [EndpointURI.Parameter] {
        let parameters = [
            WebSocketParameters.deflate.given(deflate ? "on" : nil),
            WebSocketParameters.origins.given(origins.isEmpty ? nil : origins.joined(separator: ",")),
            WebSocketParameters.legacy.given(legacy ? "on" : nil),
        ]
        return parameters.compactMap(\.self) + liveness.parameters + limits.parameters
    }

    private func authenticatorURI() throws -> EndpointURI? {
        let users = htpasswd.map { ["\(EndpointURI(scheme: "htpasswd", path: $0))"] } ?? []
        let all = users + auth
        return try ChainAuthenticator.uri(of: all.isEmpty && clientAuthorities != nil ? ["certificate:"] : all)
    }
}

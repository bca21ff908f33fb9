import ArgumentParser
import Frame
import Node

/// `etherws client`: joins a device to a server.
struct ClientCommand: NodeCommand {
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
              etherws client --uri wss://example.com/ --client-cert a.pem --client-key a.key
              etherws --device lab0 --address 10.0.0.2/24 client --uri ws://example.com/

            The client asks for the password at the terminal. If standard input is not a terminal, it reads the first line.

            A server that cannot be reached at the start is an error. Once the tunnel is ready, the client brings it back whenever \
            it is lost. The device keeps its addresses and routes.
            """
    )

    @Option(
        name: .customLong("uri"),
        help: ArgumentHelp(
            "Server, as in wss://HOST[:PORT]/PATH; may be repeated, for servers to try in turn.",
            valueName: "uri"))
    var uris: [String]

    @Option(
        name: .customLong("address"),
        help: ArgumentHelp(
            "Address of the TAP interface with its prefix length, as in 10.0.0.2/24.", valueName: "address")
    )
    var addresses: [String] = []

    @OptionGroup(title: "Global options")
    var global: GlobalOptions

    @OptionGroup var reconnecting: ReconnectOptions

    @OptionGroup var connecting: ConnectOptions

    @OptionGroup(title: "Options for privileges")
    var restriction: RestrictionOptions

    func plan(in environment: ProcessEnvironment = ProcessEnvironment()) throws -> RunPlan {
        let addresses = try AddressOptions(addresses)
        if let address = addresses.listen {
            throw ValidationError(
                "--address is the address of the TAP interface and needs a prefix length, as in '\(address)/24'")
        }
        let (servers, user) = try connecting.servers(uris, in: environment)
        let onLoss = reconnecting.backoff.map { OnLoss.reopen($0) } ?? .end
        let node = NodePlan(
            devices: [DeviceEntry("device", try global.deviceURI(addresses: addresses.tap))],
            tunnels: [TunnelEntry("tunnel", servers, onLoss: onLoss)]
        )
        let tokenFile = try connecting.login.tokenFile(besides: user)
        return RunPlan(
            node: node,
            login: tokenFile.map { .token(file: $0) } ?? user.map { .password(user: $0) },
            loopCount: global.loops,
            restrictions: try restriction.restrictions()
        )
    }
}

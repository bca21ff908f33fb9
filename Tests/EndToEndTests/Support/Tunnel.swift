/// A server and its clients, each on a host of its own, with `etherws` running on all of them in the foreground.
struct Tunnel {
    let internet: Internet
    let server: Host
    let clients: [Host]
    /// What starts the server.
    let serverCommand: [String]
    let serving: ChildProcess
    let connected: [ChildProcess]

    /// The first client, mostly the only one.
    var client: Host { clients[0] }

    /// Opens a tunnel.
    ///
    /// - Parameters:
    ///   - device: what all of them open.
    ///   - serverDevice: what the server opens, if it is something else.
    ///   - serverOptions: what the server is told beside what it needs.
    ///   - clientOptions: what the clients are told beside what they need.
    ///   - loops: how many threads the server has.
    ///   - isSilent: whether nothing but what the test sends may cross: no addresses in the tunnel then.
    init(
        over scheme: Scheme = .ws,
        clients count: Int = 1,
        device: String = "ethws%d",
        serverDevice: String? = nil,
        serverOptions: [String] = [],
        clientOptions: [String] = [],
        loops: Int = 1,
        isSilent: Bool = false
    ) async throws {
        internet = try await Internet()
        server = try await Host(1, isSilent: isSilent)
        try await internet.plug(server, isSilent: isSilent)
        let door = try await Door(of: server, scheme)
        serverCommand =
            ["--device", serverDevice ?? device, "--loops", "\(loops)", "server"] + door.serverOptions + serverOptions
        serving = try await server.running(serverCommand)

        var clients: [Host] = []
        var connected: [ChildProcess] = []
        for number in 2..<2 + count {
            let client = try await Host(number, isSilent: isSilent)
            try await internet.plug(client, isSilent: isSilent)
            let command = ["--device", device, "client"] + door.clientOptions + clientOptions
            connected.append(try await client.running(command))
            clients.append(client)
        }
        (self.clients, self.connected) = (clients, connected)
        guard !isSilent else { return }
        for host in [server] + clients { try await host.configure() }
    }
}

/// How to get into a server: its address, and the certificate to trust.
struct Door {
    let uri: String
    let serverOptions: [String]
    let clientOptions: [String]

    /// - Parameter address: where the server listens, as it stands in a URI; the host's outer address by default.
    init(of host: Host, _ scheme: Scheme, address: String? = nil) async throws {
        uri = "\(scheme.rawValue)://\(address ?? host.outer)/"
        switch scheme {
        case .ws:
            serverOptions = []
            clientOptions = ["--uri", uri]
        case .wss:
            let authority = try await Authority()
            let names = ["IP:\(host.outer)", "IP:\(host.outer6)", "DNS:localhost"].joined(separator: ",")
            serverOptions = try await authority.certificate(for: names).options
            clientOptions = ["--uri", uri, "--cacerts", authority.file]
        }
    }
}

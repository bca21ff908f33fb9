import ArgumentParser
import CLinux
import Confinement
import Frame
import Glibc
import Reactor
import Transports

/// `etherws check`: goes the way that `etherws client` would go, and shows how far it leads.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find out why a client does not reach its server.",
        discussion: """
            Examples:
              etherws check wss://example.com/
              etherws check wss://example.com/ --user alice --proxy http://proxy:3128
              etherws check ws://example.com/ --mtu 9000 --wait 10

            Does what 'etherws client' does, step by step, and prints the time of each step and the likely cause of a failure. It \
            opens no device and needs no privileges. It accepts all options of 'client'; except for --mtu, those about the device \
            and about reconnecting have no effect.

            It sends frames from a made-up address to the same address, so that no switch forwards them. The exit code is that of \
            'client': 0 if one of the servers can be used.
            """
    )

    @Argument(help: ArgumentHelp("Server, as in wss://HOST[:PORT]/PATH; each is checked.", valueName: "uri"))
    var uris: [String] = []

    @Option(name: .customLong("uri"), help: .hidden)
    var namedURIs: [String] = []

    @Option(help: ArgumentHelp("Time limit for all steps but the last, together.", valueName: "seconds"))
    var timeout = 30

    @Option(help: ArgumentHelp("Time to wait for a first frame from the network.", valueName: "seconds"))
    var wait = 2

    @OptionGroup var connecting: ConnectOptions

    @Option(name: .customLong("address"), help: .hidden)
    var addresses: [String] = []

    @OptionGroup(visibility: .hidden) var reconnecting: ReconnectOptions

    @OptionGroup(visibility: .hidden) var restriction: RestrictionOptions

    @OptionGroup(visibility: .hidden) var global: GlobalOptions

    func validate() throws {
        guard !(uris + namedURIs).isEmpty else {
            throw ValidationError("No server is named: add a URI, as in wss://HOST/")
        }
        guard 1...3600 ~= timeout else { throw ValidationError("--timeout must be from 1 to 3600 seconds") }
        guard 0...3600 ~= wait else { throw ValidationError("--wait must be from 0 to 3600 seconds") }
    }

    func plan(in environment: ProcessEnvironment = ProcessEnvironment()) throws -> CheckPlan {
        let mtu = global.mtu ?? CheckLimits().mtu
        guard 68...FrameSize.maximumMTU ~= mtu else {
            throw ValidationError("--mtu must be from 68 to \(FrameSize.maximumMTU)")
        }
        let names = uris + namedURIs
        let (servers, user) = try connecting.servers(names, in: environment)
        let tokenFile = try connecting.login.tokenFile(besides: user)
        let proofs = connecting.proofs(of: user)
        return CheckPlan(
            servers: try zip(names, servers).map { name, uri in
                CheckedServer(
                    uri: uri,
                    name: "\(try EndpointURI(name))",
                    proxySource: try connecting.proxy.source(for: EndpointURI(name), in: environment),
                    proofs: proofs)
            },
            user: user,
            tokenFile: tokenFile,
            limits: CheckLimits(mtu: mtu, total: .seconds(timeout), listening: .seconds(wait))
        )
    }

    func run() throws {
        let plan = try plan(in: .current)
        try ProcessMemory.conceal()
        let loop = try EpollLoop()
        let checks = try plan.checks(on: loop) { writeLine($0, to: STDOUT_FILENO) }
        try MainThread.wait(
            for: {
                let status = await CheckPlan.carryOut(checks)
                await loop.stop(grace: .seconds(1))
                return status
            },
            hasTerminal: true,
            reload: {},
            interrupt: { signal in for check in checks { check.interrupt(signal) } }
        )
    }
}

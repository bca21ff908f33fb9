import ArgumentParser
import Frame
import Node
import Switching
import Testing

@testable import etherws

@Suite struct ServerCommandTests {
    @Test("Without options the server does what the original did")
    func defaults() throws {
        let plan = try plan()
        #expect(plan.device == EndpointURI(scheme: "tap", path: "ethws%d"))
        #expect(plan.listenURI == EndpointURI(scheme: "ws", host: "", port: 80, path: "/"))
        #expect(plan.authenticator == nil && plan.login == nil)
        #expect(plan.loopCount == 1)
        let command = try ServerCommand.parse([])
        #expect(!command.global.debug && !command.global.foreground && !command.global.up)
        #expect(RunPlan(node: plan.node).loopCount == 1)
    }

    @Test("The number of threads is bounded")
    func loops() throws {
        #expect(try plan("--loops", "64").loopCount == 64)
        for number in ["0", "65", "-1", "many"] { #expect(throws: (any Error).self) { try plan("--loops", number) } }
    }

    @Test("Address, port and path make the URI to listen on")
    func place() throws {
        let plan = try plan("--address", "127.0.0.1", "--port", "8080", "--path", "/lab")
        #expect(plan.listenURI?.description == "ws://127.0.0.1:8080/lab")
    }

    @Test("An IPv6 address may stand in brackets or without", arguments: ["::1", "[::1]"])
    func ipv6(address: String) throws {
        let plan = try plan("--address", address, "--port", "8080")
        #expect(plan.listenURI?.description == "ws://[::1]:8080/")
        #expect(plan.listenURI?.host == "::1")
    }

    @Test("Key and certificate make it TLS, on port 443 unless another is said")
    func tls() throws {
        let plan = try plan("--keyfile", "k.pem", "--certfile", "c.pem")
        #expect(plan.listenURI?.description == "wss://:443/?certificate=c.pem&key=k.pem")
        let other = try self.plan("--keyfile", "k.pem", "--certfile", "c.pem", "--port", "8443")
        #expect(other.listenURI?.port == 8443)
    }

    @Test("Which clients are served, and how, are parameters of the URI")
    func policy() throws {
        let plan = try plan("--deflate", "--legacy", "--allow-origin", "https://a", "--allow-origin", "http://b:81")
        #expect(
            plan.listenURI?.parameters
                == [.init("deflate", "on"), .init("origins", "https://a,http://b:81"), .init("legacy", "on")])
        #expect(try plan.warnings == [])
        #expect(try self.plan("--deflate", "--keyfile", "k.pem", "--certfile", "c.pem").warnings.count == 1)
    }

    @Test("What clients may do is a policy, by default one that hinders nobody who means well")
    func policies() throws {
        let usual = try plan().node.configuration.policies
        #expect(usual.ofPrincipals.isEmpty)
        #expect(usual.standard.addressLimit == 1024)
        #expect(usual.standard.loopGuard == .seconds(10))
        #expect(usual.standard.mode == .enforce)
        #expect(!usual.standard.isBound && !usual.standard.isIsolated)
        #expect(usual.standard.rate == nil && usual.standard.frameRate == nil && usual.standard.floodRate == nil)
        #expect(usual.standard.etherTypes == nil && usual.standard.tags == nil)
        let strict = try plan(
            "--isolate", "--anti-spoofing", "--max-addresses", "8", "--ethertypes", "ipv4,arp", "--broadcast-rate",
            "100/200", "--tags", "none", "--rate", "100M", "--frame-rate", "20k", "--loop-guard", "none", "--policy",
            "warn"
        ).node.configuration.policies.standard
        #expect(strict.isIsolated && strict.isBound && strict.mode == .warn)
        #expect(strict.addressLimit == 8 && strict.loopGuard == nil)
        #expect(strict.etherTypes == EtherTypeSet([.ipv4, .arp]) && strict.tags == VLANSet([]))
        #expect(strict.floodRate == RateLimit(perSecond: 100, burst: 200))
        #expect(strict.rate?.perSecond == 12.5e6 && strict.frameRate?.perSecond == 20_000)
    }

    @Test(
        "A policy that makes no sense is an error of usage",
        arguments: [
            ["--max-addresses", "0"], ["--ethertypes", "ip"], ["--tags", "4095"], ["--rate", "fast"],
            ["--policy", "maybe"],
            ["--loop-guard", "0"], ["--policy-file", "/nowhere/at/all"],
        ])
    func wrongPolicies(options: [String]) {
        #expect(failure(of: options)?.status == .usage)
    }

    @Test("An OCSP response is a parameter of the URI, and so is who may connect to a Unix socket")
    func files() throws {
        let tls = try plan("--keyfile", "k.pem", "--certfile", "c.pem", "--ocsp", "o.der")
        #expect(tls.listenURI?.parameters.contains(.init("ocsp", "o.der")) == true)
        let unix = try plan("--unix", "/s", "--unix-mode", "600")
        #expect(unix.listenURI?.parameters == [.init("unix", "/s"), .init("unix-mode", "600")])
    }

    @Test("Proxies that are believed are parameters of the URI, and so is their protocol")
    func proxies() throws {
        let plan = try plan("--trust-proxy", "10.0.0.0/8", "--trust-proxy", "unix")
        #expect(plan.listenURI?.parameters == [.init("trust-proxy", "10.0.0.0/8,unix")])
        let preamble = try self.plan("--trust-proxy", "unix", "--proxy-protocol")
        #expect(preamble.listenURI?.parameters == [.init("trust-proxy", "unix"), .init("proxy-protocol", "on")])
    }

    @Test("Limits are parameters of the URI")
    func limits() throws {
        let plan = try plan(
            "--max-connections", "100", "--max-per-address", "10", "--max-per-user", "2", "--queue-memory", "64")
        #expect(
            plan.listenURI?.parameters == [
                .init("max-connections", "100"), .init("max-per-address", "10"), .init("max-per-user", "2"),
                .init("queue-memory", "64"),
            ])
    }

    @Test("File names are taken as they are, whatever they hold")
    func fileNames() throws {
        let plan = try plan("--keyfile", "a?b&c%20", "--certfile", "d=e", "--htpasswd", "f?g:h")
        #expect(plan.listenURI?.parameters == [.init("certificate", "d=e"), .init("key", "a?b&c%20")])
        #expect(plan.authenticator == EndpointURI(scheme: "htpasswd", path: "f?g:h"))
    }

    @Test("--auth names any authenticator, and --htpasswd one of them")
    func authenticators() throws {
        #expect(try plan("--htpasswd", "users").authenticator == EndpointURI("htpasswd:users"))
        #expect(try plan("--auth", "htpasswd:users").authenticator == EndpointURI("htpasswd:users"))
        #expect(try plan("--auth", "token:x").authenticator?.scheme == "token")
    }

    @Test("Several authenticators are a chain, in the order in which they were given")
    func chain() throws {
        let plan = try plan("--auth", "tokens:t?x", "--htpasswd", "users", "--auth", "exec:/p")
        #expect(
            plan.authenticator
                == EndpointURI(
                    scheme: "chain",
                    parameters: [
                        .init("auth", "htpasswd:users"), .init("auth", "tokens:t?x"), .init("auth", "exec:/p"),
                    ]))
    }

    @Test("--client-ca asks for certificates, and admits by them where nobody else is to decide")
    func certificates() throws {
        let tls = ["--keyfile", "k.pem", "--certfile", "c.pem", "--client-ca", "ca.pem"]
        let plan = try ServerCommand.parse(tls + ["--client-crl", "crl.pem"]).plan()
        #expect(
            plan.listenURI?.description == "wss://:443/?certificate=c.pem&key=k.pem&clientca=ca.pem&clientcrl=crl.pem")
        #expect(plan.authenticator == EndpointURI(scheme: "certificate"))
        #expect(
            try ServerCommand.parse(tls + ["--htpasswd", "users"]).plan().authenticator
                == EndpointURI("htpasswd:users"))
    }

    @Test("An address with a prefix length goes to the TAP interface, and the server still listens everywhere")
    func tapAddress() throws {
        let plan = try plan("--address", "10.0.0.1/24", "--address", "fd00::1/64")
        #expect(plan.device?.description == "tap:ethws%d?address=10.0.0.1/24,fd00::1/64")
        #expect(plan.listenURI?.host == "")
    }

    @Test(
        "Options that make no sense together are errors of usage",
        arguments: [
            ["--keyfile", "k.pem"],
            ["--certfile", "c.pem"],
            ["--client-ca", "ca.pem"], ["--ocsp", "o.der"], ["--unix-mode", "600"],
            ["--client-crl", "crl.pem", "--keyfile", "k.pem", "--certfile", "c.pem"],
            ["--path", "lab"],
            ["--auth", "users"],
            ["--address", "::", "--address", "0.0.0.0"],
            ["--device", ""],
            ["--port-grace", "-1"], ["--port-grace", "86401"],
            ["--unix", "/s", "--port", "80"], ["--unix", "/s", "--address", "::1"], ["--proxy-protocol"],
            ["--tls-min", "1.3"],
        ]
    )
    func contradictions(arguments: [String]) {
        let failure = failure(of: arguments)
        #expect(failure?.status == .usage)
        #expect(failure?.sentence.isEmpty == false)
    }

    @Test("The port of a client that has vanished is kept for a minute, unless something else is said")
    func portGrace() throws {
        #expect(try plan().node.configuration.portGrace == .seconds(60))
        #expect(try plan("--port-grace", "0").node.configuration.portGrace == .zero)
        #expect(try plan("--port-grace", "86400").node.configuration.portGrace == .seconds(86_400))
        #expect(try plan("--ping", "5").listenURI?.parameters == [.init("ping", "5")])
    }

    @Test(
        "What is no value is an error of usage",
        arguments: [["--port", "65536"], ["--port", "-1"], ["--port", "http"], ["--mtu", "big"], ["extra"]]
    )
    func notParsed(arguments: [String]) {
        #expect(failure(of: arguments)?.status == .usage)
    }

    private func plan(_ arguments: String...) throws -> RunPlan { try ServerCommand.parse(arguments).plan() }

    private func failure(of arguments: [String]) -> Failure? {
        do {
            _ = try ServerCommand.parse(arguments).plan()
            return nil
        } catch {
            return Failure(error)
        }
    }
}

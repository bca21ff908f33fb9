import ArgumentParser
import Frame
import Node
import Testing

@testable import etherws

@Suite struct ClientCommandTests {
    @Test("The URI is passed on as it is")
    func uri() throws {
        let plan = try plan("--uri", "wss://example.com:8443/lab?query=a")
        #expect(plan.serverURI?.description == "wss://example.com:8443/lab?query=a")
        #expect(plan.user == nil)
        #expect(plan.device == EndpointURI(scheme: "tap", path: "ethws%d"))
    }

    @Test("The user comes from --user or from the URI, and leaves the URI")
    func user() throws {
        for arguments in [
            ["--uri", "ws://h/", "--user", "alice"],
            ["--uri", "ws://alice@h/"],
            ["--uri", "ws://alice@h/", "--user", "alice"],
        ] {
            let plan = try ClientCommand.parse(arguments).plan()
            #expect(plan.user == "alice")
            #expect(plan.serverURI?.description == "ws://h/")
        }
    }

    @Test("A password in the URI is refused, and not repeated")
    func password() throws {
        let failure = try #require(self.failure(of: ["--uri", "ws://alice:hunter2@h/"]))
        #expect(failure.status == .usage)
        #expect(failure.sentence.contains("--uri"))
        #expect(!failure.sentence.contains("hunter2"))
    }

    @Test("Trust is a parameter of the URI")
    func trust() throws {
        #expect(
            try plan("--uri", "wss://h/", "--cacerts", "ca.pem").serverURI?.description == "wss://h/?cacerts=ca.pem")
        #expect(try plan("--uri", "wss://h/", "--insecure").serverURI?.description == "wss://h/?insecure=on")
    }

    @Test("Which certificates are accepted is a parameter of the URI")
    func pins() throws {
        let plan = try plan("--uri", "wss://h/", "--pin", "sha256/x", "--crl", "c.pem", "--tls-min", "1.3")
        #expect(plan.serverURI?.description == "wss://h/?pin=sha256/x&crl=c.pem&tls-min=1.3")
    }

    @Test("A certificate of the client's is a parameter of the URI")
    func certificate() throws {
        let plan = try plan("--uri", "wss://h/", "--client-cert", "c.pem", "--client-key", "k.pem")
        #expect(plan.serverURI?.description == "wss://h/?certificate=c.pem&key=k.pem")
    }

    @Test("A token comes from a file, and needs no user")
    func token() throws {
        let plan = try plan("--uri", "wss://h/", "--token-file", "token")
        #expect(plan.tokenFile == "token")
        #expect(plan.user == nil)
        #expect(try self.plan("--uri", "wss://h/").tokenFile == nil)
    }

    @Test("A token in the URI is refused, and not repeated", arguments: ["token=hunter2", "query=token=hunter2"])
    func tokenInURI(query: String) throws {
        let failure = try #require(self.failure(of: ["--uri", "ws://h/?\(query)"]))
        #expect(failure.status == .usage)
        #expect(failure.sentence.contains("--token-file"))
        #expect(!failure.sentence.contains("hunter2"))
    }

    @Test("Compression is a parameter of the URI, and a warning names its danger within TLS alone")
    func deflate() throws {
        let plain = try plan("--uri", "ws://h/", "--deflate")
        #expect(plain.serverURI?.description == "ws://h/?deflate=on")
        #expect(try plain.warnings == [])
        for query in ["deflate=on", "deflate=yes"] {
            #expect(try plan("--uri", "wss://h/?\(query)").warnings.map { $0.contains("CRIME") } == [true])
        }
        #expect(try plan("--uri", "wss://h/", "--deflate").warnings.count == 1)
        #expect(try plan("--uri", "wss://h/?deflate=off").warnings == [])
        #expect(try plan("--uri", "wss://h/").warnings == [])
    }

    @Test("Several servers are tried in the order they are named, as the same user")
    func servers() throws {
        let plan = try plan("--uri", "wss://alice@a/", "--uri", "wss://b/", "--cacerts", "ca.pem")
        #expect(plan.serverURIs.map(\.description) == ["wss://a/?cacerts=ca.pem", "wss://b/?cacerts=ca.pem"])
        #expect(plan.user == "alice")
    }

    @Test("A client comes back unless it is told not to")
    func reconnecting() throws {
        func onLoss(_ options: String...) throws -> OnLoss? {
            try ClientCommand.parse(["--uri", "ws://h/"] + options).plan().node.onLoss(of: "tunnel")
        }
        #expect(try onLoss() == .reopen(Backoff()))
        #expect(try onLoss("--retry-max", "5") == .reopen(Backoff(cap: .seconds(5))))
        for seconds in [1, 86_400] {
            #expect(try onLoss("--retry-max", "\(seconds)") == .reopen(Backoff(cap: .seconds(seconds))))
        }
        #expect(try onLoss("--no-reconnect") == .end)
        #expect(try plan("--uri", "ws://h/").node.onLoss(of: "device") == .end)
    }

    @Test("Pings and patience are parameters of the URI")
    func liveness() throws {
        let plan = try plan("--uri", "ws://h/", "--ping", "5", "--patience", "20")
        #expect(plan.serverURI?.description == "ws://h/?ping=5&patience=20")
    }

    @Test("The options of the TAP interface are parameters of the device")
    func device() throws {
        let plan = try plan(
            "--uri", "ws://h/", "--device", "lab0", "--mtu", "9000", "--address", "10.0.0.2/24", "--bridge", "br0",
            "--up"
        )
        #expect(plan.device?.description == "tap:lab0?mtu=9000&address=10.0.0.2/24&bridge=br0&up=on")
    }

    @Test("A device with a scheme is taken at its word, and options are added to its parameters")
    func deviceURI() throws {
        #expect(
            try plan("--uri", "ws://h/", "--device", "loopback:lab").device
                == EndpointURI(scheme: "loopback", path: "lab"))
        let plan = try plan("--uri", "ws://h/", "--device", "tap:lab0?mtu=1400", "--up")
        #expect(plan.device?.description == "tap:lab0?mtu=1400&up=on")
    }

    @Test(
        "Options that make no sense together are errors of usage",
        arguments: [
            [],
            ["--uri", "example.com"],
            ["--uri", "ws://alice@h/", "--user", "bob"],
            ["--uri", "wss://h/", "--cacerts", "ca.pem", "--insecure"],
            ["--uri", "ws://h/", "--insecure"],
            ["--uri", "ws://h/", "--cacerts", "ca.pem"],
            ["--uri", "ws://h/", "--address", "10.0.0.2"],
            ["--uri", "ws://h:99999/"],
            ["--uri", "ws://alice@h/", "--uri", "ws://bob@h/"],
            ["--uri", "ws://h/", "--retry-max", "0"], ["--uri", "ws://h/", "--retry-max", "86401"],
            ["--uri", "ws://h/", "--pin", "sha256/x"], ["--uri", "ws://h/", "--crl", "c.pem"],
            ["--uri", "ws://h/", "--tls-min", "1.3"],
            ["--uri", "ws://h/", "--token-file", "t", "--user", "alice"],
            ["--uri", "ws://alice@h/", "--token-file", "t"],
            ["--uri", "wss://h/", "--client-cert", "c.pem"],
            ["--uri", "wss://h/", "--client-key", "k.pem"],
            ["--uri", "ws://h/", "--client-cert", "c.pem", "--client-key", "k.pem"],
        ]
    )
    func contradictions(arguments: [String]) {
        #expect(failure(of: arguments)?.status == .usage)
    }

    private func plan(_ arguments: String...) throws -> RunPlan { try ClientCommand.parse(arguments).plan() }

    private func failure(of arguments: [String]) -> Failure? {
        do {
            _ = try ClientCommand.parse(arguments).plan()
            return nil
        } catch {
            return Failure(error)
        }
    }
}

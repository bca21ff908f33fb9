import ArgumentParser
import Frame
import Testing

@testable import etherws

@Suite struct CheckCommandTests {
    private func plan(_ arguments: [String], _ environment: [String: String] = [:]) throws -> CheckPlan {
        guard
            let command = try EtherWSCommand.parseAsRoot(try ArgumentOrder.subcommandFirst(arguments)) as? CheckCommand
        else { throw ValidationError("another command") }
        return try command.plan(in: ProcessEnvironment(variables: environment))
    }

    private func plan(_ arguments: String...) throws -> CheckPlan { try plan(["check"] + arguments) }

    @Test("Servers are arguments, or options as of the client")
    func servers() throws {
        let plan = try plan("wss://a/", "--uri", "ws://b/", "--ping", "5")
        #expect(plan.servers.map(\.uri.description) == ["wss://a/?ping=5", "ws://b/?ping=5"])
        #expect(plan.servers.map(\.name) == ["wss://a/", "ws://b/"])
        #expect(plan.limits == CheckLimits())
    }

    @Test("A command line of the client's will do, with another word in it")
    func client() throws {
        let line =
            "--device lab0 --up check --uri wss://h/ --user alice --cacerts ca.pem --address 10.0.0.2/24 --mtu 9000 --no-reconnect"
        let plan = try plan(line.split(separator: " ").map(String.init))
        #expect(plan.servers.map(\.uri.description) == ["wss://h/?cacerts=ca.pem"])
        #expect(plan.user == "alice")
        #expect(plan.limits.mtu == 9000)
        #expect(plan.servers[0].proofs == ["user 'alice' and a password"])
    }

    @Test("Who has named the proxy is known")
    func proxySource() throws {
        #expect(try plan("wss://h/", "--proxy", "http://p").servers[0].proxySource == "--proxy")
        let environment = ["HTTPS_PROXY": "http://alice:hunter2@p:3128"]
        let server = try plan(["check", "wss://h/"], environment).servers[0]
        #expect(server.proxySource == "HTTPS_PROXY")
        #expect(server.proxy == "http://alice@p:3128")
        #expect(!"\(server)".contains("hunter2"))
        #expect(try plan(["check", "wss://h/?proxy=http://q"], environment).servers[0].proxySource == "its URI")
        #expect(try plan(["check", "wss://h/", "--no-proxy"], environment).servers[0].proxySource == nil)
    }

    @Test("Certificates and tokens are named, and not shown")
    func proofs() throws {
        let plan = try plan("wss://h/", "--token-file", "t", "--client-cert", "c.pem", "--client-key", "k.pem")
        #expect(plan.tokenFile == "t")
        #expect(plan.servers[0].proofs == ["a token", "the certificate in 'c.pem', if it was asked for"])
    }

    @Test(
        "What makes no sense is an error of usage",
        arguments: [
            [], ["h"], ["ws://alice:secret@h/"], ["ws://h/", "--mtu", "20"], ["ws://h/", "--timeout", "0"],
            ["ws://h/", "--wait", "-1"], ["ws://h/", "--insecure"], ["ws://h/?query=token=x"],
        ])
    func mistakes(_ arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try plan(["check"] + arguments) }
        #expect(error.map { Failure($0).status } == .usage)
    }

    @Test("The status is the client's: one server that can be used is enough, and a refusal says more than silence")
    func status() {
        let (lost, refused) = (Failure("lost", .unreachable), Failure("refused", .refused))
        #expect(CheckPlan.status(of: [], outOf: 1) == .success)
        #expect(CheckPlan.status(of: [lost], outOf: 2) == .success)
        #expect(CheckPlan.status(of: [lost], outOf: 1) == .unreachable)
        #expect(CheckPlan.status(of: [lost, refused], outOf: 2) == .refused)
        #expect(CheckPlan.status(of: [Failure(Interrupted(signal: 2))], outOf: 2) == .signal(2))
    }
}

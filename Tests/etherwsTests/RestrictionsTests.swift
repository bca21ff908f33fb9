import ArgumentParser
import Auth
import CLinux
import Confinement
import Frame
import Glibc
import Node
import Testing
import Transports

@testable import etherws

@Suite struct RestrictionsTests {
    @Test("Unless told otherwise the program goes on as who started it, in a sandbox if there is one")
    func defaults() throws {
        #expect(try restrictions() == Restrictions(account: nil, sandbox: nil))
    }

    @Test("A user to go on as, and what the sandbox does, can be said", arguments: Restrictions.Sandbox.allCases)
    func said(sandbox: Restrictions.Sandbox) throws {
        let restrictions = try restrictions("--run-as", "daemon", "--sandbox", sandbox.rawValue)
        #expect(restrictions.account?.name == "daemon")
        #expect(restrictions.sandbox == sandbox)
    }

    @Test("A user who is none is a mistake", arguments: ["root", "no such user", "daemon:no such group"])
    func noAccount(name: String) {
        let error = #expect(throws: (any Error).self) { try restrictions("--run-as", name) }
        #expect(error.map { Failure($0).status } == .usage)
        #expect(error.map { Failure($0).sentence.contains("--run-as: ") } == true)
    }

    @Test("A tunnel goes on needing the files that its URI names")
    func files() throws {
        let server = try EndpointURI("wss://:443/?certificate=c.pem&key=k.pem&clientca=a.pem&deflate=on")
        #expect(
            try needs(listening: server)
                == Needs(files: ["c.pem", "k.pem", "a.pem"], activities: .accepting))
        let client = try EndpointURI("wss://a/?cacerts=a.pem")
        #expect(try needs(connecting: client) == Needs(files: ["a.pem"], activities: .dialing))
    }

    @Test("A listener at a Unix socket removes it")
    func unix() throws {
        let server = try EndpointURI("ws://localhost/?unix=%2Frun%2Fetherws")
        #expect(try needs(listening: server).activities == [.accepting, .removingFiles])
    }

    @Test("Only a client whose servers are at Unix sockets connects to such, and then to nothing else")
    func dialing() throws {
        let (near, far) = (try EndpointURI("ws://localhost/?unix=%2Frun%2Fetherws"), try EndpointURI("ws://a/"))
        #expect(try needs(connecting: near).activities == .dialingLocally)
        #expect(try needs(connecting: far).activities == .dialing)
        #expect(try needs(connecting: near, far).activities == [.dialing, .dialingLocally])
    }

    @Test("A tunnel needs what its authenticators do")
    func authenticators() throws {
        let server = try EndpointURI("ws://:80/")
        #expect(
            try needs(listening: server, authenticator: EndpointURI("exec:/bin/true"))
                == Needs(runsPrograms: true, activities: .accepting))
        let chain = try EndpointURI("chain:?auth=certificate%3A&auth=exec%3A%2Fbin%2Ftrue")
        #expect(try needs(listening: server, authenticator: chain).runsPrograms)
    }

    @Test("A file that cannot be read any more is warned of, and one that can is not")
    func unreadable() throws {
        let log = RecordedLog()
        try Restrictions.none.enter(Needs(files: ["/etc/passwd", "/nowhere/key.pem"]), logger: log.logger)
        let reader = "a process without capabilities must be able to read it (No such file or directory)"
        #expect(log.lines == ["warning changes of '/nowhere/key.pem' will not be seen: \(reader)"])
    }

    /// How a process enters its sandbox that cannot look at its threads, as it may open no file: `nil` if it goes on, and what it logs.
    private static func enter(_ sandbox: Restrictions.Sandbox?) throws -> (error: SystemError?, lines: [String]) {
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        let log = RecordedLog()
        do {
            try Restrictions(sandbox: sandbox).enter(Needs(), logger: log.logger)
            return (nil, log.lines)
        } catch {
            return (error as? SystemError, log.lines)
        }
    }

    @Test("Where there can be no sandbox the program goes on with a warning, but if one was asked for")
    func noSandbox() async {
        await #expect(processExitsWith: .success) {
            let (error, lines) = try RestrictionsTests.enter(nil)
            let reason = "open /proc/self/task: Too many open files"
            #expect(error == nil)
            #expect(lines == ["warning working without a sandbox, as this system has none to offer: \(reason)"])
        }
        await #expect(processExitsWith: .success) {
            let (error, lines) = try RestrictionsTests.enter(.on)
            #expect(error?.code == EMFILE && lines.isEmpty)
        }
        await #expect(processExitsWith: .success) {
            let (error, lines) = try RestrictionsTests.enter(.warn)
            #expect(error?.code == EMFILE && lines.isEmpty)
        }
    }

    private func restrictions(_ words: String...) throws -> Restrictions {
        try RestrictionOptions.parse(words).restrictions()
    }

    private func needs(listening uri: EndpointURI, authenticator: EndpointURI? = nil) throws -> Needs {
        let listener = ListenerEntry("listener", uri, authenticator: authenticator)
        return try NodePlan(listeners: [listener]).needs(in: try Registry(.transports, .auth))
    }

    private func needs(connecting uris: EndpointURI...) throws -> Needs {
        try NodePlan(tunnels: [TunnelEntry("tunnel", uris)]).needs(in: try Registry(.transports))
    }
}

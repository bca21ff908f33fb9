import Frame
import Glibc
import Testing

@testable import Auth

/// Real programs, written in the shell.
@Suite struct ProgramAuthenticatorTests {
    /// A script that is removed with this.
    private final class Script {
        let file: TemporaryFile

        init(_ body: String, mode: mode_t = 0o700) throws {
            file = try TemporaryFile("#!/bin/sh\n\(body)\n")
            chmod(file.path, mode)
            try file.awaitWriters()
        }
    }

    private func authenticator(_ script: Script, _ parameters: String = "") throws -> any Authenticator {
        try Registry(.auth).authenticator(EndpointURI("exec:\(script.file.path)\(parameters)"))
    }

    private func ask(_ body: String, _ parameters: String = "?timeout=30") async throws -> String? {
        let script = try Script(body)
        return try await authenticator(script, parameters).authenticate(.basic(user: "ann", password: "secret"))?.name
    }

    @Test func `a program that reads the credentials and names a principal admits it`() async throws {
        let body = """
            read -r line
            test "$line" = '{"user":"ann","password":"secret"}' && echo '{"principal":"Ann of the directory"}'
            """
        #expect(try await ask(body) == "Ann of the directory")
    }

    @Test(arguments: ["exit 1", "cat; exit 1", #"echo '{"principal":null}'"#, #"echo '{"principal":"ann"}'; exit 1"#])
    func `a program that refuses refuses`(body: String) async throws { #expect(try await ask(body) == nil) }

    @Test(arguments: ["exit 2", "kill -9 $$", "echo ann", "", "exec /nonexistent", "head -c 5000 /dev/zero"])
    func `a program that does anything else has not decided`(body: String) async throws {
        await #expect(throws: AuthError.self) { try await ask(body) }
    }

    @Test(arguments: [
        ("exit 2", "it exited with status 2"), ("exit 255", "it exited with status 255"),
        ("kill -9 $$", "signal 9 ended it"), ("exec yes", "it wrote more than 4096 bytes"),
        ("printf '%4097s' ''", "it wrote more than 4096 bytes"),
    ])
    func `why it has not decided is said`(body: String, reason: String) async throws {
        let script = try Script(body)
        await #expect(throws: AuthError.undecided(program: script.file.path, reason: reason)) {
            try await authenticator(script, "?timeout=30").authenticate(.bearer("x"))
        }
    }

    @Test func `an answer has 4,096 bytes at most`() async throws {
        #expect(try await ask(#"printf '%-4096s' '{"principal":"ann"}'"#) == "ann")
    }

    @Test(arguments: [
        ("", true), ("?timeout=1", true), ("?timeout=30", true), ("?timeout=31", false), ("?parallel=0", false),
        ("?parallel=1", true), ("?parallel=64", true), ("?parallel=65", false),
    ])
    func `its time and its number are limited`(parameters: String, isTaken: Bool) throws {
        let script = try Script("exit 0")
        if isTaken {
            #expect(throws: Never.self) { try authenticator(script, parameters) }
        } else {
            #expect(throws: EndpointURIError.self) { try authenticator(script, parameters) }
        }
    }

    @Test func `by default it may take five seconds`() throws {
        let script = try Script("exit 0")
        let made = try authenticator(script)
        #expect((made as? ProgramAuthenticator)?.limit == .seconds(5))
    }

    @Test(arguments: [(0, 0, true), (0, 5, true), (5, 5, true), (5, 6, false), (5, 0, false), (1, 0, false)])
    func `files are trusted that root owns, or we`(owner: uid_t, user: uid_t, isOurs: Bool) {
        #expect(TrustedProgram.isOurs(owner, user: user) == isOurs)
    }

    @Test func `nothing is left of a program that takes too long, not even its status`() async {
        await #expect(processExitsWith: .success) {
            let script = try Script("exec sleep 600")
            let run = ProgramRun(program: script.file.path, limit: .milliseconds(1))
            #expect(throws: AuthError.self) { try run.ask([1]) }
            #expect(waitpid(-1, nil, WNOHANG) == -1 && errno == ECHILD)
        }
    }

    @Test func `a program that takes too long is killed with all that it started`() async throws {
        let file = try TemporaryFile()
        #expect(mkfifo(file.path, 0o600) == 0)
        let pipe = open(file.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(pipe) }
        await #expect(throws: AuthError.self) { try await ask("sleep 1000 > \(file.path) & wait", "?timeout=1") }
        // The pipe ends when nobody has it open any more.
        var byte: UInt8 = 0
        for _ in 0..<6000 where read(pipe, &byte, 1) != 0 { usleep(10_000) }
        #expect(read(pipe, &byte, 1) == 0)
    }

    @Test func `a program that leaves another behind with its output is not waited for`() async throws {
        #expect(try await ask(#"sleep 1000 & echo '{"principal":"ann"}'"#) == "ann")
    }

    @Test func `a program that never reads is no obstacle`() async throws {
        let script = try Script(#"echo '{"principal":"ann"}'"#)
        let long = Secret(String(repeating: "x", count: 30_000))
        #expect(try await authenticator(script, "?timeout=30").authenticate(.bearer(long)) == Principal("ann"))
    }

    @Test func `it inherits no variable, no descriptor and no blocked signal, and runs in the root directory`()
        async throws
    {
        setenv("ETHERWS_TEST_SECRET", "1", 1)
        let body = #"""
            variables=$(env | sed 's/=.*//' | grep -v -e '^_$' -e '^PWD$' -e '^SHLVL$' -e '^OLDPWD$' | sort | tr '\n' ' ')
            descriptors=$(ls /proc/self/fd | tr '\n' ' ')
            blocked=$(sed -n 's/^SigBlk:[[:space:]]*//p' /proc/$$/status)
            echo "{\"principal\":\"$variables|$descriptors|$blocked|$(pwd)\"}"
            """#
        // The fourth is the directory that ls reads.
        let name = try await ask(body)
        #expect(name == "LC_ALL PATH |0 1 2 3 |0000000000000000|/")
    }

    @Test func `nobody is asked about a peer that presents nothing`() async throws {
        let script = try Script(#"echo '{"principal":"ann"}'"#)
        #expect(try await authenticator(script).authenticate(.none) == nil)
    }

    @Test func `many ask at once, and each gets its own answer`() async throws {
        let script = try Script(#"IFS='"' read -r _ _ _ user _; echo "{\"principal\":\"$user\"}""#)
        let authenticator = try authenticator(script, "?timeout=30&parallel=2")
        try await withThrowingTaskGroup { group in
            for number in 0..<40 {
                group.addTask {
                    let credentials = Credentials.basic(user: "user\(number)", password: "x")
                    return try await authenticator.authenticate(credentials) == Principal("user\(number)")
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    /// One at a time and 64 that wait; by default, four at a time.
    @Test(arguments: [("?timeout=30&parallel=1", 5), ("?timeout=30", 2)])
    func `more than may wait are told so at once`(parameters: String, turnedAway: Int) async throws {
        let file = try TemporaryFile()
        #expect(mkfifo(file.path, 0o600) == 0)
        let script = try Script(#"read -r _ < \#(file.path); echo '{"principal":"ann"}'"#)
        let authenticator = try authenticator(script, parameters)
        let outcomes = try await withThrowingTaskGroup { group in
            for _ in 0..<70 {
                group.addTask {
                    do { return try await authenticator.authenticate(.bearer("x")) == nil } catch is AuthenticatorBusy {
                        return true
                    }
                }
            }
            // These are turned away while the rest wait for the pipe.
            var busy = 0
            while busy < turnedAway, let outcome = try await group.next() { busy += outcome ? 1 : 0 }
            let pipe = open(file.path, O_RDWR | O_CLOEXEC)
            defer { close(pipe) }
            let lines = String(repeating: "go\n", count: 100)
            _ = write(pipe, lines, lines.utf8.count)
            return try await group.reduce(into: busy) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == turnedAway)
    }

    @Test(arguments: [0o720, 0o702, 0o600] as [mode_t])
    func `a program that others may write, or nobody may run, is refused`(mode: mode_t) throws {
        let script = try Script("exit 0", mode: mode)
        #expect(throws: AuthError.self) { try authenticator(script) }
    }

    @Test(.enabled(if: geteuid() == 0, "only root gives files away"), arguments: [1, 2] as [uid_t])
    func `a program of another user is refused`(owner: uid_t) throws {
        let script = try Script("exit 0")
        #expect(throws: Never.self) { try authenticator(script) }
        try #require(chown(script.file.path, owner, gid_t.max) == 0)
        #expect(throws: AuthError.self) { try authenticator(script) }
    }

    @Test func `a program in a directory that others may write is refused, then and later`() async throws {
        let script = try Script(#"echo '{"principal":"ann"}'"#)
        let authenticator = try authenticator(script)
        #expect(try await authenticator.authenticate(.bearer("x")) == Principal("ann"))
        chmod(script.file.directory, 0o777)
        await #expect(throws: AuthError.self) { try await authenticator.authenticate(.bearer("x")) }
        #expect(throws: AuthError.self) { try self.authenticator(script) }
    }

    @Test(arguments: ["exec:", "exec:/bin/true?timeout=0", "exec:/bin/true?paralel=2", "exec://host/bin/true"])
    func `a URI that means something else is an error`(text: String) throws {
        let uri = try EndpointURI(text)
        #expect(throws: EndpointURIError.self) { try ProgramAuthenticator(uri) }
    }

    @Test(arguments: ["exec:true", "exec:/nonexistent", "exec:/", "exec:/etc/passwd"])
    func `what is no program is refused`(text: String) throws {
        let uri = try EndpointURI(text)
        #expect(throws: AuthError.self) { try ProgramAuthenticator(uri) }
    }
}

import CLinux
import Foundation
import Frame
import Glibc
import SignalSupport
import Testing

@testable import etherws

/// A launcher of a script, which stands for the program in the background: `$2` is its descriptor, `$3` its first argument.
@Suite(.serialized) final class LauncherTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "etherws-launcher-\(UUID())")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func text(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

    private func launcher(_ script: String, secret: Secret? = nil) throws -> Launcher {
        let text = "#!/bin/bash\ncd '\(folder.path)'\necho $$ > process\n\(script)\n"
        try text.write(toFile: path("script"), atomically: false, encoding: .utf8)
        chmod(path("script"), 0o700)
        return Launcher(arguments: ["one", "two words"], secret: secret, program: path("script"))
    }

    /// Launches with no signal blocked: a process starts with what is blocked where it is started, and SIGTERM is to end it.
    private static func launch(_ launcher: Launcher) throws {
        var (none, usual) = (sigset_t(), sigset_t())
        pthread_sigmask(SIG_SETMASK, &none, &usual)
        defer { pthread_sigmask(SIG_SETMASK, &usual, nil) }
        while true {
            do { return try launcher.launch() } catch let error as SystemError where error.code == ETXTBSY {
                // Another test's child, on its way into another program, has the script open for writing.
                sched_yield()
            }
        }
    }

    /// Why it cannot be launched.
    private func failure(_ script: String) throws -> Failure {
        let launcher = try launcher(script)
        return Failure(try #require(throws: (any Error).self) { try Self.launch(launcher) })
    }

    private func process() throws -> pid_t {
        try #require(text("process").flatMap { pid_t($0.prefix { $0 != "\n" }) })
    }

    /// Whether the process is still there, be it a zombie.
    private func isThere() throws -> Bool { kill(try process(), 0) == 0 }

    /// Launches a process that is ready at last, and waits for its end.
    private func run(_ script: String, secret: Secret? = nil) throws {
        try Self.launch(launcher(script, secret: secret))
        let process = try process()
        #expect(waitpid(process, nil, 0) == process)
    }

    @Test("The process has the arguments, the secret and no other input, and goes on when it is ready")
    func ready() throws {
        try run(
            """
            cat <&$2 > secret
            (readlink /proc/self/fd/0; echo "$1|$3|$4|$#") > facts
            printf '\\0' >&$2
            """, secret: "s3cret")
        #expect(text("secret") == "s3cret")
        #expect(text("facts") == "/dev/null\n--handover|one|two words|4\n")
    }

    @Test("Without a secret there is nothing to read")
    func noSecret() throws {
        try run("cat <&$2 > secret; printf '\\0' >&$2")
        #expect(text("secret") == "")
    }

    @Test("What the process reports is why it failed, and nothing is left of it, even where it takes its time")
    func failed() throws {
        #expect(
            try failure(
                """
                trap 'sleep 0.1; exit' TERM
                printf '\\3no way' >&$2
                eval "exec $2>&-"
                until false; do sleep 0.01; done
                """) == Failure("no way", ExitStatus(rawValue: 3)))
        #expect(try !isThere())
    }

    @Test("A process that ends without a report is a fault of this program")
    func mute() throws {
        #expect(try failure("exit 0") == Failure("the background process ended without a report", .ours))
        #expect(try !isThere())
    }

    @Test("A report has 8 KiB, and no more")
    func length() throws {
        let report = "printf '\\2' >&$2; head -c %d /dev/zero | tr '\\0' x >&$2"
        #expect(
            try failure(String(format: report, 8_191))
                == Failure(String(repeating: "x", count: 8_191), ExitStatus(rawValue: 2)))
        #expect(try failure(String(format: report, 8_192)).sentence == "read: Message too long")
    }

    @Test("What cannot be started is an error of the system")
    func noProgram() throws {
        let launcher = Launcher(arguments: [], secret: nil, program: path("nothing"))
        let error = #expect(throws: SystemError.self) { try launcher.launch() }
        #expect(error?.call == "posix_spawn" && error?.code == ENOENT)
    }

    @Test("The end of a process that has failed is waited for, whatever disturbs that (EINTR of signal(7))")
    func disturbed() throws {
        let launcher = try launcher(
            """
            trap 'touch told' TERM
            printf '\\3no way' >&$2
            eval "exec $2>&-"
            until [ -e go ]; do sleep 0.01; done
            """)
        let disturbed = try Disturbed { try? Self.launch(launcher) }
        while text("told") == nil { sched_yield() }
        disturbed.outcome { _ = FileManager.default.createFile(atPath: path("go"), contents: nil) }
        #expect(try !isThere())
    }
}

import CLinux
import Glibc
import Testing

@testable import etherws

/// In processes of their own, which all of this ends.
@Suite struct MainThreadTests {
    /// Waits with work that never ends; the first signal to interrupt it is the exit status, and 100.
    private static func wait(hasTerminal: Bool, reload: () -> Void = { exit(99) }) throws -> Never {
        try MainThread.wait(
            for: { await withCheckedContinuation { (_: CheckedContinuation<etherws.ExitStatus, Never>) in } },
            hasTerminal: hasTerminal, reload: reload, interrupt: { exit(100 + $0) })
    }

    @Test("SIGHUP has files read again where there is no terminal, and is an end like others where there is one")
    func hangUp() async {
        await #expect(processExitsWith: .exitCode(115)) {
            StopSignals.block()
            raise(SIGHUP)
            try MainThreadTests.wait(hasTerminal: false) { raise(SIGTERM) }
        }
        await #expect(processExitsWith: .exitCode(101)) {
            StopSignals.block()
            raise(SIGHUP)
            try MainThreadTests.wait(hasTerminal: true)
        }
    }

    @Test("SIGTERM and SIGINT are ends, with a terminal and without", arguments: [SIGTERM, SIGINT], [false, true])
    func ends(signal: CInt, hasTerminal: Bool) async {
        let result = await #expect(processExitsWith: .failure) { [signal, hasTerminal] in
            StopSignals.block()
            raise(signal)
            try MainThreadTests.wait(hasTerminal: hasTerminal)
        }
        #expect(result?.exitStatus == .exitCode(100 + signal))
    }

    @Test("A second signal ends the process at once, and work that is done ends it by its status")
    func second() async {
        await #expect(processExitsWith: .exitCode(130)) {
            StopSignals.block()
            raise(SIGTERM)
            try MainThread.wait(
                for: { await withCheckedContinuation { (_: CheckedContinuation<etherws.ExitStatus, Never>) in } },
                hasTerminal: false, reload: {}, interrupt: { _ in raise(SIGINT) })
        }
        await #expect(processExitsWith: .exitCode(9)) {
            StopSignals.block()
            try MainThread.wait(
                for: { etherws.ExitStatus(rawValue: 9) }, hasTerminal: false, reload: {}, interrupt: { _ in })
        }
    }
}

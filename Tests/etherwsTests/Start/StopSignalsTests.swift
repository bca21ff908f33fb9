import CLinux
import Glibc
import Testing

@testable import etherws

/// In a process of its own, which the signals would end.
@Suite struct StopSignalsTests {
    @Test("Three signals ask for the end, and those with another meaning or none are ignored (signal(7))")
    func signals() async {
        await #expect(processExitsWith: .success) {
            StopSignals.block()
            let meaningless = [SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR] + Array(34...64)
            for number in meaningless { raise(number) }
            let signals = try StopSignals.open()
            #expect(fcntl(signals, F_GETFD) == FD_CLOEXEC)
            for number in [SIGINT, SIGTERM, SIGHUP] {
                raise(number)
                #expect(StopSignals.next(from: signals) == number)
            }
        }
    }
}

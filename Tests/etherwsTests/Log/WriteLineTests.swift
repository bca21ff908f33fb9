import CLinux
import Glibc
import Testing

@testable import etherws

@Suite struct WriteLineTests {
    /// poll(2) fails with EINVAL where it is asked about more descriptors than the process may have.
    @Test("Room is looked for at the log's descriptor, and at no other")
    func one() async {
        await #expect(processExitsWith: .success) {
            var ends: [CInt] = [-1, -1]
            try #require(pipe(&ends) == 0)
            var limit = rlimit(rlim_cur: 1, rlim_max: 1)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
            #expect(writeLine("there", to: ends[1]))
            var bytes = [UInt8](repeating: 0, count: 10)
            #expect(read(ends[0], &bytes, 10) == 6)
            #expect(bytes.prefix(6) == Array("there\n".utf8)[...])
        }
    }

    /// A program that SIGPIPE would end.
    @Test("Nothing is written to a pipe that is full, whether its reader is asleep or has gone")
    func full() async {
        await #expect(processExitsWith: .success) {
            signal(SIGPIPE, SIG_DFL)
            var ends: [CInt] = [-1, -1]
            try #require(pipe(&ends) == 0)
            while writeLine("a line", to: ends[1], within: .zero) {}
            #expect(!writeLine("another", to: ends[1], within: .milliseconds(1)))
            close(ends[0])
            #expect(!writeLine("a last one", to: ends[1], within: .milliseconds(1)))
        }
    }
}

import CLinux
import Glibc
import Testing

@testable import Streams

/// How descriptors are given out, as seen in processes of their own.
@Suite struct DescriptorReserveTests {
    private static func limit(_ count: UInt) -> Bool {
        let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(descriptors, &limit) == 0 else { return false }
        limit.rlim_cur = count
        return setrlimit(descriptors, &limit) == 0
    }

    @Test("A process with 128 descriptors puts none aside, and one with more does")
    func reserve() async {
        await #expect(processExitsWith: .success) {
            #expect(DescriptorReserveTests.limit(128))
            #expect(!DescriptorReserve.holds(127))
            #expect(DescriptorReserveTests.limit(129))
            #expect(DescriptorReserve.holds(97) && !DescriptorReserve.holds(96))
        }
    }

    @Test("Where standard input is closed a socket is opened by descriptor 0")
    func zero() async {
        await #expect(processExitsWith: .success) {
            close(0)
            let socket = try StreamSocket(family: AF_UNIX)
            #expect(socket.descriptor == 0)
        }
    }
}

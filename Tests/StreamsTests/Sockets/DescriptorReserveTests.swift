import CLinux
import Glibc
import TestSupport
import Testing

@testable import Streams

/// How descriptors are given out, as seen in processes of their own.
@Suite struct DescriptorReserveTests {
    @Test("A process with 128 descriptors puts none aside, and one with more does")
    func reserve() async {
        await #expect(processExitsWith: .success) {
            #expect(limitDescriptors(to: 128))
            #expect(!DescriptorReserve.holds(127))
            #expect(limitDescriptors(to: 129))
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

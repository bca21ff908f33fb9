import Frame
import Glibc
import Linux
import Testing

@Suite struct DescriptorTests {
    @Test func `0 is a descriptor, which closes with its owner`() async {
        await #expect(processExitsWith: .success) {
            // A pipe tells that its other end is closed, whatever gets the number next.
            var ends: [CInt] = [-1, -1]
            try #require(pipe(&ends) == 0 && dup2(ends[1], 0) == 0 && close(ends[1]) == 0)
            do {
                let descriptor = try Descriptor(0, "open")
                #expect(descriptor.rawValue == 0)
                #expect(fcntl(0, F_GETFD) >= 0)
            }
            var byte: UInt8 = 0
            #expect(read(ends[0], &byte, 1) == 0)
        }
    }

    @Test func `what is below 0 is a failure of the call`() {
        errno = ENOENT
        #expect(throws: SystemError(call: "open", code: ENOENT)) { _ = try Descriptor(-1, "open") }
    }
}

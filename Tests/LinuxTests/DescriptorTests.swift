import Frame
import Glibc
import Linux
import Testing

@Suite struct DescriptorTests {
    @Test func `0 is a descriptor, which closes with its owner`() async {
        await #expect(processExitsWith: .success) {
            do {
                let descriptor = try Descriptor(0, "open")
                #expect(descriptor.rawValue == 0)
                #expect(fcntl(0, F_GETFD) >= 0)
            }
            #expect(fcntl(0, F_GETFD) < 0)
        }
    }

    @Test func `what is below 0 is a failure of the call`() {
        errno = ENOENT
        #expect(throws: SystemError(call: "open", code: ENOENT)) { _ = try Descriptor(-1, "open") }
    }
}

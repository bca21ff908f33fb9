import Glibc
import Testing

@testable import Confinement

/// Where standard input is closed the first file that is opened has descriptor 0, as seen in processes of their own.
@Suite struct DescriptorZeroTests {
    @Test("A thread's privileges are read by descriptor 0, too")
    func privileges() async {
        await #expect(processExitsWith: .success) {
            close(0)
            #expect(ThreadPrivileges(of: getpid()) != nil)
        }
    }
}

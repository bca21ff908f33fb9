import CLinux
import Glibc
import Testing

@testable import etherws

@Suite struct StandardDescriptorsTests {
    @Test("Those that are closed are opened")
    func open() async {
        await #expect(processExitsWith: .success) {
            for closed in [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]] as [[CInt]] {
                for descriptor in closed { close(descriptor) }
                StandardDescriptors.open()
                let areOpen = (0...2).allSatisfy { fcntl($0, F_GETFL) != -1 }
                // Of what was closed nothing is inherited by mistake from a file of ours: it can be read and written.
                let areBoth = closed.allSatisfy { fcntl($0, F_GETFL) & O_ACCMODE == O_RDWR }
                #expect(areOpen && areBoth)
            }
        }
    }
}

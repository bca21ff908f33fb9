import Frame
import Glibc
import Testing

@testable import Devices

/// Where standard input is closed the first file that is opened has descriptor 0, as seen in processes of their own.
@Suite struct DescriptorZeroTests {
    @Test(.enabled(if: TestInterface.isAllowed, "needs root and /dev/net/tun"))
    func `a TAP is opened by descriptor 0, too`() async {
        await #expect(processExitsWith: .success) {
            let name = try InterfaceName(TestInterface.name())
            close(0)
            let tap = try TAPDescriptor.open(name, offloading: false, isMultiQueue: false)
            #expect(tap.rawValue == 0)
        }
    }

    @Test(.enabled(if: TestInterface.isAllowed, "needs root and /dev/net/tun"))
    func `an interface is looked at and changed by descriptor 0, too`() async {
        await #expect(processExitsWith: .success) {
            let name = try InterfaceName(TestInterface.name())
            let tap = try TAPDescriptor.open(name, offloading: false, isMultiQueue: false)
            close(0)
            let interface = try NetworkInterface(named: name.description)
            try interface.setMTU(1_400)
            #expect(TestInterface.attribute("mtu", of: interface.name) == "1400")
            // It is closed again; what else the process opens meanwhile, and may get the number, is no socket.
            var status = stat()
            #expect(fstat(0, &status) < 0 || status.st_mode & S_IFMT != S_IFSOCK)
            close(tap.rawValue)
        }
    }
}

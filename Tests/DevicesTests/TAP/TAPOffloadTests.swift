import CLinux
import Frame
import Glibc
import Testing

@testable import Devices

@Suite("tap: offloads", .enabled(if: TestInterface.isAllowed, "needs root and /dev/net/tun"))
struct TAPOffloadTests {
    @Test("takes and gives what the kernel says yes to")
    func taken() throws {
        let name = try InterfaceName(TestInterface.name())
        let tap = try TAPDescriptor.open(name, offloading: true, isMultiQueue: false)
        defer { close(tap.rawValue) }
        let offloads = try #require(tap.offloads)
        // TUN_F_CSUM, TUN_F_TSO4 and TUN_F_TSO6 of linux/if_tun.h.
        #expect(offloads.contains(.partialChecksum) == (clinux_set_tun_offload(tap.rawValue, 1) == 0))
        #expect(offloads.contains([.segmentsTCP4, .segmentsTCP6]) == (clinux_set_tun_offload(tap.rawValue, 7) == 0))
    }

    @Test("there are none of what is no TAP")
    func none() throws {
        let socket = Glibc.socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        #expect(TAPDescriptor.takeOffloads(socket) == [])
    }
}

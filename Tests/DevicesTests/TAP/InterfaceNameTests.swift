import CLinux
import Testing

@testable import Devices

@Suite("Interface name")
struct InterfaceNameTests {
    @Test(
        "takes what the kernel takes",
        arguments: ["a", "ethws0", "ethws%d", "%d", "br-lan.1", "fifteen-bytes-x", "ä", "a!b", "a~b", "Ā"])
    func valid(text: String) throws {
        #expect(try InterfaceName(text).description == text)
    }

    @Test(
        "refuses what the kernel refuses",
        arguments: [
            "", "sixteen-bytes-xx", "a b", "a\tb", "a/b", "a:b", ".", "..", "a%", "a%s", "%d%d", "%%d", "a\u{7f}b",
            "a\u{1f}b",
        ]
    )
    func invalid(text: String) {
        #expect(throws: DeviceError.invalidInterfaceName(text)) { try InterfaceName(text) }
    }

    @Test("fits into a request, and is found there")
    func request() {
        #expect(ifreq("fifteen-bytes-x").name == "fifteen-bytes-x")
        #expect(ifreq("").name == "")
        #expect(ifreq("sixteen-bytes-xx").name == "sixteen-bytes-x", "the last byte ends it")
        #expect(MemoryLayout.size(ofValue: ifreq().ifr_ifrn.ifrn_name) == 16)
    }
}

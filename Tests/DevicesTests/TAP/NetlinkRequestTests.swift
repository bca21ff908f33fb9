import CLinux
import Testing

@testable import Devices

/// The bytes that rtnetlink(7) prescribes, on a little-endian machine.
@Suite("Netlink request")
struct NetlinkRequestTests {
    @Test("begins with a header that tells its length")
    func header() {
        let request = NetlinkRequest(RTM_NEWLINK, flags: NLM_F_CREATE, UInt32(0x0403_0201))
        #expect(
            request.message == [
                20, 0, 0, 0,  // length
                16, 0,  // RTM_NEWLINK
                0x05, 0x04,  // NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE
                0, 0, 0, 0, 0, 0, 0, 0,  // sequence, port
                1, 2, 3, 4,
            ]
        )
    }

    @Test("attributes are padded to four bytes, and say how long they are without", arguments: 1...5)
    func attribute(length: Int) {
        var request = NetlinkRequest(RTM_NEWADDR, UInt32(0))
        request.append(IFA_LOCAL, [UInt8](repeating: 0xaa, count: length))
        let padded = (length + 3) / 4 * 4
        let message = request.message
        #expect(message.count == 20 + 4 + padded)
        #expect(message[0] == UInt8(message.count))
        #expect(Array(message[20..<24]) == [UInt8(4 + length), 0, 2, 0])
        #expect(
            Array(message[24...]) == [UInt8](repeating: 0xaa, count: length)
                + [UInt8](repeating: 0, count: padded - length))
    }

    @Test("numbers are in host order")
    func number() {
        var request = NetlinkRequest(RTM_NEWLINK, UInt32(0))
        request.append(IFLA_MTU, 1500)
        #expect(Array(request.message.suffix(8)) == [8, 0, 4, 0, 0xdc, 0x05, 0, 0])
    }
}

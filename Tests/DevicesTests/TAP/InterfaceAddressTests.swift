import Glibc
import Testing

@testable import Devices

@Suite("Interface address")
struct InterfaceAddressTests {
    @Test("reads IPv4")
    func ipv4() throws {
        let address = try InterfaceAddress("192.0.2.1/24")
        #expect(address.bytes == [192, 0, 2, 1])
        #expect(address.prefixLength == 24)
        #expect(address.family == UInt8(AF_INET))
        #expect("\(address)" == "192.0.2.1/24")
    }

    @Test("reads IPv6")
    func ipv6() throws {
        let address = try InterfaceAddress("2001:db8::1/64")
        #expect(address.bytes == [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(address.prefixLength == 64)
        #expect(address.family == UInt8(AF_INET6))
    }

    @Test("without a prefix an address is alone", arguments: [("192.0.2.1", 32), ("::1", 128)] as [(Substring, UInt8)])
    func alone(text: Substring, length: UInt8) throws {
        #expect(try InterfaceAddress(text).prefixLength == length)
    }

    @Test(
        "takes every prefix there is",
        arguments: [
            ("0.0.0.0/0", 0), ("0.0.0.0/32", 32), ("::/0", 0), ("::/128", 128), ("10.0.0.0/9", 9), ("::/90", 90),
        ] as [(Substring, UInt8)])
    func prefixes(text: Substring, length: UInt8) throws {
        #expect(try InterfaceAddress(text).prefixLength == length)
    }

    @Test(
        "refuses what is none",
        arguments: [
            "", "/", "/24", "192.0.2.1/", "192.0.2.1/33", "192.0.2.1/-1", "192.0.2.1/+1", "192.0.2.1/256", "192.0.2/24",
            "192.0.2.1/24/24", "2001:db8::1/129", "host/24", "192.0.2.1 /24",
        ] as [Substring]
    )
    func invalid(text: Substring) {
        #expect(throws: DeviceError.invalidAddress(String(text))) { try InterfaceAddress(text) }
    }
}

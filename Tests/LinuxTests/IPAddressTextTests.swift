import Frame
import Testing

@testable import Linux

@Suite struct IPAddressTextTests {
    @Test("The notation of an address is read as its bytes")
    func notation() {
        #expect(IPAddress("192.0.2.1")?.bytes == [192, 0, 2, 1])
        #expect(IPAddress("2001:DB8::1")?.bytes == [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(IPAddress("::ffff:192.0.2.1")?.bytes == [192, 0, 2, 1])
        #expect(IPAddress("::1.2.3.4")?.isIPv6 == true)
    }

    @Test(
        "What is no address is none",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "[::1]", "::1%lo", "::1/128", "host", "1.2.3.4 ",
        ])
    func others(_ text: String) { #expect(IPAddress(text) == nil) }
}

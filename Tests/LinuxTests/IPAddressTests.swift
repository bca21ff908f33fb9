import Testing

@testable import Linux

@Suite struct IPAddressTests {
    @Test("An IPv4 address within IPv6 is the IPv4 address (RFC 4291 §2.5.5.2)")
    func mapped() {
        #expect(IPAddress("::ffff:192.0.2.1") == IPAddress("192.0.2.1"))
        #expect(IPAddress("::ffff:192.0.2.1")?.description == "192.0.2.1")
        #expect(IPAddress("::1.2.3.4")?.isIPv6 == true)
    }

    @Test("It prints as it is usually written")
    func description() {
        #expect(IPAddress("2001:DB8:0:0:0:0:0:1")?.description == "2001:db8::1")
        #expect(IPAddress(bytes: [10, 0, 0, 1])?.description == "10.0.0.1")
    }

    @Test(
        "What is no address is none",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "[::1]", "::1%lo", "::1/128", "host", "1.2.3.4 ",
        ])
    func others(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test("Only 4 or 16 bytes are one")
    func bytes() {
        for count in 0..<20 {
            #expect((IPAddress(bytes: .init(repeating: 1, count: count)) == nil) == ![4, 16].contains(count))
        }
    }
}

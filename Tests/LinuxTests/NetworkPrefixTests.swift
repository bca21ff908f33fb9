import Frame
import Testing

@testable import Linux

@Suite struct NetworkPrefixTests {
    @Test(
        "A prefix contains the addresses that begin as it does",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.1.2.3/8", "10.9.9.9", true),
            ("192.0.2.128/25", "192.0.2.127", false), ("192.0.2.128/25", "192.0.2.129", true),
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("192.0.2.1/32", "192.0.2.1", true),
            ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false), ("::/0", "::1", true),
            ("::/0", "1.2.3.4", false),
            ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
            ("::1/128", "::1", true), ("10.0.0.0/9", "10.127.0.1", true), ("10.0.0.0/9", "10.128.0.1", false),
            ("127.0.0.1", "::ffff:127.0.0.1", true),
        ])
    func contains(_ prefix: String, _ address: String, _ isContained: Bool) throws {
        #expect(try #require(NetworkPrefix(prefix)).contains(#require(IPAddress(address))) == isContained)
    }

    @Test("A length has bounds, as it is part of an address")
    func bounds() throws {
        for (text, bits) in [("192.0.2.1", 32), ("2001:db8::1", 128)] {
            let address = try #require(IPAddress(text))
            #expect(NetworkPrefix(of: address, length: -1) == NetworkPrefix(of: address, length: 0))
            #expect(NetworkPrefix(of: address, length: 0) != NetworkPrefix(of: address, length: 1))
            #expect(NetworkPrefix(of: address, length: bits + 1) == NetworkPrefix(of: address, length: bits))
            #expect(NetworkPrefix(of: address, length: bits) != NetworkPrefix(of: address, length: bits - 1))
            #expect(NetworkPrefix("\(text)/\(bits)") == NetworkPrefix(of: address, length: bits))
        }
    }

    @Test(
        "What is no prefix is none",
        arguments: [
            "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "::/129", "10/8", "a/8", "10.0.0.0/8/8",
            "10.0.0.0/0008",
        ])
    func others(_ text: String) { #expect(NetworkPrefix(text) == nil) }
}

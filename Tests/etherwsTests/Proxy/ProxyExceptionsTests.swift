import Testing

@testable import etherws

@Suite struct ProxyExceptionsTests {
    @Test(
        "A host is an exception, or not",
        arguments: [
            ("", "h", false), ("*", "h", true), ("*", "192.0.2.1", true), ("a, *", "h", true),
            ("example.com", "example.com", true), ("example.com", "EXAMPLE.com.", true),
            ("Example.COM", "a.example.com", true),
            ("example.com", "badexample.com", false), ("example.com", "example.com.evil", false),
            (".example.com", "a.b.example.com", true), (".example.com", "example.com", true),
            ("*.example.com", "a.example.com", true),
            ("a b,c", "b", true), ("a,,b", "b", true), ("com", "example.com", true), (".", "h", false),
            ("10.0.0.0/8", "10.1.2.3", true), ("10.0.0.0/8", "11.1.2.3", false), ("10.0.0.0/8", "ten.test", false),
            ("192.0.2.1", "192.0.2.1", true), ("0.2.1", "192.0.2.1", false), ("::1", "::1", true),
            ("[::1]", "::1", true),
            ("2001:db8::/32", "2001:db8::9", true), ("2001:db8::/32", "2001:db9::9", false),
            ("h:443", "h", true), ("h:80", "h", false), ("[::1]:443", "::1", true), ("[::1]:80", "::1", false),
            ("10.0.0.0/8:443", "10.1.1.1", true),
        ])
    func contain(_ text: String, _ host: String, _ isContained: Bool) {
        #expect(ProxyExceptions(text).contain(host: host, port: 443) == isContained)
    }
}

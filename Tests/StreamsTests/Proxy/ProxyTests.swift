import Frame
import Testing

@testable import Streams

@Suite struct ProxyTests {
    @Test("A proxy has the port of its scheme")
    func ports() throws {
        #expect(try Proxy("http://p", password: nil).port == 80)
        #expect(try Proxy("http://p:3128/", password: nil).port == 3128)
        #expect(try Proxy("socks5://p", password: nil).port == 1080)
        #expect(try Proxy("socks5h://p", password: nil).language == .socks5)
        #expect(try "\(Proxy("http://[::1]:8080", password: nil))" == "the proxy [::1]:8080")
    }

    @Test("The password is beside the URI and shows nowhere")
    func password() throws {
        let proxy = try Proxy("http://alice@p", password: "hunter2")
        #expect(proxy.credentials == Credentials.Basic(user: "alice", password: "hunter2"))
        var dumped = ""
        dump(proxy, to: &dumped)
        #expect(!"\(proxy)\(dumped)".contains("hunter2"))
        #expect(try Proxy("http://p", password: nil).credentials == nil)
    }

    @Test(
        "What is no proxy is an error that shows no password",
        arguments: [
            "https://p", "socks4://p", "p:3128", "http://", "http://alice:hunter2@p", "http://p/path", "http://p/?a=b",
            "http:p",
            "http://a%0d%0ab@p",
        ])
    func errors(_ text: String) {
        let error = #expect(throws: EndpointURIError.self) { try Proxy(text, password: nil) }
        #expect(error.map { !"\($0)".contains("hunter2") } == true)
    }

    @Test("A password without a user is an error")
    func userless() { #expect(throws: EndpointURIError.self) { try Proxy("http://p", password: "x") } }

    @Test(
        "A user is named without control characters",
        arguments: [
            ("%20", true), ("~", true), ("%1f", false), ("%7f", false), ("%00", false), ("%7e", true),
        ])
    func users(_ user: String, isRight: Bool) {
        #expect(((try? Proxy("http://a\(user)@p", password: nil)) != nil) == isRight)
    }
}

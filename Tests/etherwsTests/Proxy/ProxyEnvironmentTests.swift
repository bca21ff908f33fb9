import Frame
import Testing

@testable import etherws

@Suite struct ProxyEnvironmentTests {
    private func proxy(for uri: String, _ variables: [String: String]) throws -> String? {
        ProxyEnvironment(variables).proxy(for: try EndpointURI(uri))
    }

    @Test("wss goes by https_proxy, ws by http_proxy, and both by all_proxy")
    func variables() throws {
        let all = ["https_proxy": "http://s", "http_proxy": "http://p", "all_proxy": "socks5://a"]
        #expect(try proxy(for: "wss://h/", all) == "http://s")
        #expect(try proxy(for: "ws://h/", all) == "http://p")
        #expect(try proxy(for: "wss://h/", ["all_proxy": "socks5://a"]) == "socks5://a")
        #expect(try proxy(for: "ws://h/", ["https_proxy": "http://s"]) == nil)
        #expect(try proxy(for: "wss://h/", ["http_proxy": "http://p", "https_proxy": ""]) == nil)
    }

    @Test("The variable that names the proxy is known, as it is spelt")
    func names() throws {
        let variables = ["ALL_PROXY": "http://u", "https_proxy": ""]
        #expect(ProxyEnvironment(variables).variable(for: try EndpointURI("wss://h/")) == "ALL_PROXY")
        #expect(ProxyEnvironment([:]).variable(for: try EndpointURI("wss://h/")) == nil)
    }

    @Test("An exception may be for the port that a scheme has by default")
    func ports() throws {
        for (uri, port) in [("ws://h/", 80), ("wss://h/", 443), ("ws://h:8080/", 8080)] {
            for exception in [port - 1, port, port + 1] {
                let variables = ["all_proxy": "http://a", "no_proxy": "h:\(exception)"]
                #expect(try proxy(for: uri, variables) == (exception == port ? nil : "http://a"))
            }
        }
    }

    @Test("Lower case goes before upper case")
    func cases() throws {
        #expect(try proxy(for: "wss://h/", ["HTTPS_PROXY": "http://u", "https_proxy": "http://l"]) == "http://l")
        #expect(try proxy(for: "wss://h/", ["HTTPS_PROXY": "http://u"]) == "http://u")
        #expect(try proxy(for: "ws://h/", ["ALL_PROXY": "http://u"]) == "http://u")
        #expect(try proxy(for: "wss://h/", ["ALL_PROXY": "http://u", "NO_PROXY": "h"]) == nil)
    }

    @Test("In a CGI program HTTP_PROXY is what a stranger says")
    func httpoxy() throws {
        #expect(try proxy(for: "ws://h/", ["HTTP_PROXY": "http://p"]) == "http://p")
        #expect(try proxy(for: "ws://h/", ["HTTP_PROXY": "http://p", "REQUEST_METHOD": "GET"]) == nil)
        #expect(try proxy(for: "ws://h/", ["http_proxy": "http://p", "REQUEST_METHOD": "GET"]) == "http://p")
    }

    @Test("no_proxy lists exceptions, with the scheme's port where the URI has none")
    func exceptions() throws {
        let variables = ["all_proxy": "http://p", "no_proxy": "a.test:443, b.test:8080"]
        #expect(try proxy(for: "wss://a.test/", variables) == nil)
        #expect(try proxy(for: "ws://a.test/", variables) == "http://p")
        #expect(try proxy(for: "ws://b.test:8080/", variables) == nil)
    }

    @Test("Other schemes have no proxy")
    func others() throws { #expect(try proxy(for: "udp://h/", ["all_proxy": "http://p"]) == nil) }
}

import Frame
import HTTP
import Streams
import TestSupport
import Testing
import WebSocket

@testable import Linux
@testable import Transports

@Suite struct ForwardedPathTests {
    /// Proxies are at 10.0.0.0/8 and at ::1.
    private func origin(_ fields: HeaderFields) throws -> String {
        let trust = try WebSocketEndpoint(EndpointURI("ws://h/?trust-proxy=10.0.0.0/8,::1")).proxies
        let proxy = SocketAddress(try #require(IPAddress("10.0.0.1")), port: 999)
        let origin = try ForwardedPath(fields).origin(behind: proxy.makePeerAddress(), trust)
        switch origin.host {
        case .address(let address, 0): return SocketAddress(address, port: 0).host
        case .unnamed(_, let address?): return "a client of " + SocketAddress(address, port: 0).host
        case .address, .unnamed(_, nil): throw NeverHappened()
        }
    }

    @Test(
        "X-Forwarded-For is followed backwards as far as those who speak are trusted",
        arguments: [
            ("203.0.113.5", "203.0.113.5"), ("1.1.1.1, 203.0.113.5", "203.0.113.5"),
            ("203.0.113.5, 10.0.0.2", "203.0.113.5"),
            ("1.1.1.1,203.0.113.5,10.0.0.2 , 10.0.0.3", "203.0.113.5"), ("10.0.0.2", "10.0.0.2"),
            ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
            ("2001:db8::5", "2001:db8::5"), ("203.0.113.5:1234", "203.0.113.5"), ("[2001:db8::5]:1234", "2001:db8::5"),
            ("[2001:db8::5]", "2001:db8::5"), ("203.0.113.5, ::1", "203.0.113.5"),
            ("203.0.113.5, unknown", "a client of 10.0.0.1"),
            ("unknown, 10.0.0.2", "a client of 10.0.0.2"),
        ])
    func common(_ value: String, _ address: String) throws {
        #expect(try origin(["X-Forwarded-For": value]) == address)
    }

    @Test("Several lines are one list")
    func lines() throws {
        #expect(try origin(["X-Forwarded-For": "203.0.113.5", "x-forwarded-for": "203.0.113.6"]) == "203.0.113.6")
    }

    @Test(
        "Forwarded is followed likewise (RFC 7239 §4, §6)",
        arguments: [
            ("for=203.0.113.5", "203.0.113.5"), ("For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"),
            ("for=1.1.1.1, for=203.0.113.5;proto=http;by=10.0.0.1", "203.0.113.5"),
            ("by=\"a,b;c\"; for=203.0.113.5", "203.0.113.5"),
            ("for=203.0.113.5, for=10.0.0.2", "203.0.113.5"), ("for=_hidden", "a client of 10.0.0.1"),
            ("for=unknown", "a client of 10.0.0.1"),
            ("proto=https", "a client of 10.0.0.1"),
            ("for=203.0.113.5, proto=https", "a client of 10.0.0.1"),
            ("for=203.0.113.5,,", "203.0.113.5"),
        ])
    func standard(_ value: String, _ address: String) throws { #expect(try origin(["Forwarded": value]) == address) }

    @Test("Without either it is an unnamed client of the proxy")
    func none() throws { #expect(try origin([:]) == "a client of 10.0.0.1") }

    @Test("One that is not trusted is itself, whatever it says")
    func untrusted() throws {
        let peer = SocketAddress(try #require(IPAddress("203.0.113.9")), port: 999).makePeerAddress()
        let trust = try WebSocketEndpoint(EndpointURI("ws://h/?trust-proxy=10.0.0.0/8")).proxies
        #expect(try ForwardedPath(["X-Forwarded-For": "198.51.100.1"]).origin(behind: peer, trust) == peer)
        #expect(try ForwardedPath([:]).origin(behind: peer, trust) == peer)
    }

    @Test(
        "What is malformed is refused with 400",
        arguments: [
            ["X-Forwarded-For": "203.0.113"], ["X-Forwarded-For": "host.test"],
            ["X-Forwarded-For": "203.0.113.5:99999"],
            ["X-Forwarded-For": "203.0.113.5/8"], ["Forwarded": "for"], ["Forwarded": "for=\"203.0.113.5"],
            ["Forwarded": "for=203.0.113.5;for=203.0.113.6"], ["Forwarded": "203.0.113.5"], ["Forwarded": "for="],
            ["X-Forwarded-For": "203.0.113.5", "Forwarded": "for=203.0.113.5"],
            ["X-Forwarded-For": (0..<40).map { "10.0.0.\($0)" }.joined(separator: ",")],
        ] as [[String: String]])
    func malformed(_ fields: [String: String]) {
        let lines = fields.map { HeaderFields.Field($0.key, $0.value) }
        let refusal = #expect(throws: Refusal.self) { try ForwardedPath(HeaderFields(lines)) }
        #expect(refusal?.status == 400)
    }

    @Test("A path has 32 hops at most", arguments: [(31, true), (32, true), (33, false)])
    func longest(_ count: Int, _ isTaken: Bool) {
        let list = Array(repeating: "203.0.113.5", count: count).joined(separator: ",")
        #expect(((try? origin(["X-Forwarded-For": list])) == "203.0.113.5") == isTaken)
    }
}

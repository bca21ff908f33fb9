import Frame
import HTTP
import Testing

@testable import Streams

@Suite struct ConnectHandshakeTests {
    private let alice = Credentials.Basic(user: "alice", password: "wonder")

    private func handshake(as credentials: Credentials.Basic? = nil) throws -> ConnectHandshake {
        try ConnectHandshake(to: "example.com:443", as: credentials, makeNonce: { "ours" })
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func answer(_ handshake: inout ConnectHandshake, _ text: String) throws -> ProxyStep {
        try handshake.advance(Array(text.utf8))
    }

    private static let basicRefusal = "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n"
    private static let choiceRefusal = """
        HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\n\
        Proxy-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\n\r\nand a body
        """

    @Test("The request is a head without credentials, and 2xx opens the tunnel (RFC 9110 §9.3.6)")
    func plain() throws {
        var handshake = try handshake(as: alice)
        #expect(text(handshake.begin()) == "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")
        #expect(try answer(&handshake, "HTTP/1.0 200 Connection established\r\nContent-Length: 7\r\n\r\n") == .open)
    }

    @Test("An authority is of visible ASCII characters alone")
    func authorities() throws {
        for good in ["!:1", "~:1", "[::1]:443"] {
            #expect(throws: Never.self) { try ConnectHandshake(to: good, as: nil, makeNonce: { "" }) }
        }
        for bad in [" h:1", "h\u{7f}:1", "h\r\n:1", "ä:1"] {
            #expect(throws: EndpointURIError.self) { try ConnectHandshake(to: bad, as: nil, makeNonce: { "" }) }
        }
    }

    @Test("Every prefix of an answer asks for more")
    func prefixes() throws {
        let whole = Array("HTTP/1.1 200 OK\r\nVia: 1.1 x\r\n\r\n".utf8)
        var handshake = try handshake()
        for length in 0..<whole.count { #expect(try handshake.advance(Array(whole[..<length])) == .needsMore) }
        #expect(try handshake.advance(whole) == .open)
    }

    @Test("Asked for Basic, it comes again with name and password (RFC 7617)")
    func basic() throws {
        var handshake = try handshake(as: alice)
        _ = handshake.begin()
        #expect(try answer(&handshake, Self.basicRefusal) == .reconnect)
        #expect(
            text(handshake.begin()) == """
                CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\
                Proxy-Authorization: Basic YWxpY2U6d29uZGVy\r\n\r\n
                """)
        #expect(try answer(&handshake, "HTTP/1.1 200 OK\r\n\r\n") == .open)
    }

    @Test("Where there is a choice the password is not sent in the clear")
    func digest() throws {
        var handshake = try handshake(as: alice)
        _ = handshake.begin()
        #expect(try answer(&handshake, Self.choiceRefusal) == .reconnect)
        let request = text(handshake.begin())
        #expect(request.contains("\r\nProxy-Authorization: Digest username=\"alice\", realm=\"r\", nonce=\"n\", "))
        // MD5("MD5(alice:r:wonder):n:00000001:ours:auth:MD5(CONNECT:example.com:443)")
        #expect(request.contains("response=\"7fe4caeb51bf35a6669c8d4cdb78ad73\""))
        #expect(!request.contains("wonder") && !request.contains("Basic"))
    }

    @Test("SHA-256 is better than MD5, wherever it stands")
    func bestHash() {
        let digests = ["MD5", "SHA-256"].map { "Digest realm=r, nonce=n, qop=auth, algorithm=\($0)" }
        for values in [digests, digests.reversed(), [digests.joined(separator: ", ")]] {
            guard case .digest(let challenge) = ProxyChallenge.best(of: values) else {
                Issue.record("no digest of \(values)")
                continue
            }
            #expect(challenge.algorithm == .sha256)
        }
        #expect(ProxyChallenge.best(of: ["Negotiate", "Basic realm=x"]) == .basic)
        #expect(ProxyChallenge.best(of: ["Negotiate"]) == nil)
        #expect(ProxyChallenge.best(of: ["Basic realm=\"x"]) == nil)
    }

    @Test("A second refusal is final", arguments: [basicRefusal, choiceRefusal])
    func wrong(_ refusal: String) throws {
        var handshake = try handshake(as: alice)
        #expect(try answer(&handshake, refusal) == .reconnect)
        _ = handshake.begin()
        #expect(throws: ProxyError.wrongCredentials) { try answer(&handshake, refusal) }
    }

    @Test("401 to a password is a refusal of it too: tinyproxy does so")
    func unauthorized() throws {
        var handshake = try handshake(as: alice)
        #expect(try answer(&handshake, Self.basicRefusal) == .reconnect)
        _ = handshake.begin()
        #expect(throws: ProxyError.wrongCredentials) { try answer(&handshake, "HTTP/1.1 401 Unauthorized\r\n\r\n") }
    }

    @Test("A nonce that has aged is replaced, once")
    func stale() throws {
        let stale = "HTTP/1.1 407 No\r\nProxy-Authenticate: Digest realm=r, nonce=m, qop=auth, stale=true\r\n\r\n"
        var handshake = try handshake(as: alice)
        #expect(try answer(&handshake, Self.choiceRefusal) == .reconnect)
        _ = handshake.begin()
        #expect(try answer(&handshake, stale) == .reconnect)
        #expect(text(handshake.begin()).contains("nonce=\"m\""))
        #expect(throws: ProxyError.wrongCredentials) { try answer(&handshake, stale) }
    }

    @Test("Without a name, or a scheme that it knows, it cannot prove anything")
    func helpless() throws {
        var nameless = try handshake()
        #expect(throws: ProxyError.needsCredentials("a user name and a password")) {
            try answer(&nameless, Self.basicRefusal)
        }
        var other = try handshake(as: alice)
        #expect(throws: ProxyError.needsCredentials("another way to authenticate than Basic and Digest")) {
            try answer(&other, "HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\n\r\n")
        }
    }

    @Test("Other answers say what the proxy said")
    func refusals() throws {
        var handshake = try handshake()
        #expect(throws: ProxyError.forbidden("403 Filtered")) {
            try answer(&handshake, "HTTP/1.1 403 Filtered\r\n\r\n")
        }
        handshake = try self.handshake()
        #expect(throws: ProxyError.failed("502 Bad Gateway")) {
            try answer(&handshake, "HTTP/1.1 502 Bad Gateway\r\n\r\n")
        }
        handshake = try self.handshake()
        #expect(throws: ProxyError.failed("302 ")) { try answer(&handshake, "HTTP/1.1 302\r\nLocation: x\r\n\r\n") }
    }

    @Test("What comes behind the head, before we have spoken, is not the server's")
    func smuggling() throws {
        var handshake = try handshake()
        #expect(throws: ProxyError.malformed("it speaks in the server's place")) {
            try answer(&handshake, "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 101 x\r\n")
        }
    }

    @Test("A head is bounded and is one")
    func bounds() throws {
        var handshake = try handshake()
        let endless = "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 20_000)
        #expect(throws: ProxyError.malformed("the head is too large")) { try answer(&handshake, endless) }
        handshake = try self.handshake()
        #expect(throws: ProxyError.malformed("the first line is not HTTP")) { try answer(&handshake, "SSH-2.0-x\r\n") }
    }

    @Test("A host that would be more than one word is refused", arguments: ["a b:443", "a\r\nX: y:443", "ä:443"])
    func hosts(_ authority: String) {
        #expect(throws: EndpointURIError.invalidHost(authority)) {
            try ConnectHandshake(to: authority, as: nil, makeNonce: { "" })
        }
    }
}

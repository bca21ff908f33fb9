import Frame
import Testing

@testable import Streams

@Suite struct SOCKSHandshakeTests {
    private func handshake(
        to host: String = "example.com",
        as credentials: Credentials.Basic? = nil
    ) throws -> SOCKSHandshake {
        try SOCKSHandshake(to: host, port: 443, as: credentials)
    }

    private static let alice = Credentials.Basic(user: "al", password: "pw")
    private static let success: [UInt8] = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0]

    @Test("Without credentials, and to a name (RFC 1928 §3–6)")
    func name() throws {
        var handshake = try handshake()
        #expect(handshake.begin() == [5, 1, 0])
        #expect(try handshake.advance([5, 0]) == .send([5, 1, 0, 3, 11] + Array("example.com".utf8) + [1, 0xbb]))
        #expect(try handshake.advance(Self.success) == .open)
    }

    @Test("With a name and a password (RFC 1929)")
    func login() throws {
        var handshake = try handshake(as: Self.alice)
        #expect(handshake.begin() == [5, 2, 0, 2])
        #expect(try handshake.advance([5, 2]) == .send([1, 2, 0x61, 0x6c, 2, 0x70, 0x77]))
        #expect(try handshake.advance([1, 0]) == .send([5, 1, 0, 3, 11] + Array("example.com".utf8) + [1, 0xbb]))
        #expect(try handshake.advance(Self.success) == .open)
    }

    @Test("A proxy that asks for none gets none")
    func unasked() throws {
        var handshake = try handshake(as: Self.alice)
        _ = handshake.begin()
        guard case .send(let request) = try handshake.advance([5, 0]) else { return #expect(Bool(false)) }
        #expect(request.starts(with: [5, 1, 0]))
    }

    @Test("Addresses go as addresses")
    func addresses() throws {
        var four = try handshake(to: "192.0.2.1")
        #expect(try four.advance([5, 0]) == .send([5, 1, 0, 1, 192, 0, 2, 1, 1, 0xbb]))
        var six = try handshake(to: "2001:db8::1")
        let bytes: [UInt8] = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        #expect(try six.advance([5, 0]) == .send([5, 1, 0, 4] + bytes + [1, 0xbb]))
    }

    @Test(
        "Every prefix of a reply asks for more, whatever the type of its address",
        arguments: [
            success, [5, 0, 0, 3, 2, 0x61, 0x62, 0, 80], [5, 0, 0, 3, 0, 0, 80],
            [5, 0, 0, 4] + [UInt8](repeating: 1, count: 18),
        ])
    func prefixes(_ reply: [UInt8]) throws {
        var handshake = try handshake(as: Self.alice)
        for early in [[], [5]] as [[UInt8]] { #expect(try handshake.advance(early) == .needsMore) }
        _ = try handshake.advance([5, 2])
        for early in [[], [1]] as [[UInt8]] { #expect(try handshake.advance(early) == .needsMore) }
        _ = try handshake.advance([1, 0])
        for length in 0..<reply.count { #expect(try handshake.advance(Array(reply[..<length])) == .needsMore) }
        #expect(try handshake.advance(reply) == .open)
        #expect(throws: ProxyError.malformed("it speaks in the server's place")) { try handshake.advance(reply + [0]) }
    }

    @Test("It says why a proxy refuses", arguments: 1...9)
    func replies(_ number: UInt8) throws {
        var handshake = try handshake()
        _ = try handshake.advance([5, 0])
        let error = #expect(throws: ProxyError.self) { try handshake.advance([5, number]) }
        if case .forbidden = error { #expect(number == 2) } else { #expect(number != 2) }
    }

    @Test("It does not go on without a method, or with a wrong password")
    func refusals() throws {
        var nameless = try handshake()
        #expect(throws: ProxyError.needsCredentials("a user name and a password")) { try nameless.advance([5, 0xff]) }
        var named = try handshake(as: Self.alice)
        _ = try named.advance([5, 2])
        #expect(throws: ProxyError.wrongCredentials) { try named.advance([1, 1]) }
    }

    @Test(
        "What is not SOCKS 5, out of turn, or not among what was offered, is refused",
        arguments: [[4], [0x48, 0x54], [5, 2], [5, 1], [5, 0, 0]] as [[UInt8]])
    func malformed(_ answer: [UInt8]) throws {
        var handshake = try handshake()
        let error = #expect(throws: ProxyError.self) { try handshake.advance(answer) }
        guard case .malformed = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test("What does not fit in a byte's length is refused before anything is sent")
    func lengths() {
        let long = String(repeating: "a", count: 256)
        #expect(throws: EndpointURIError.self) { try handshake(to: long) }
        #expect(throws: EndpointURIError.self) { try handshake(as: .init(user: long, password: "p")) }
        #expect(throws: EndpointURIError.self) { try handshake(as: .init(user: "a", password: "")) }
        #expect(throws: Never.self) { try handshake(to: String(long.dropLast())) }
    }

    @Test(
        "Names, passwords and hosts have 1 to 255 bytes", arguments: [(0, false), (1, true), (255, true), (256, false)])
    func bounds(_ count: Int, _ isTaken: Bool) {
        let text = String(repeating: "a", count: count)
        #expect(((try? handshake(to: text)) != nil) == isTaken)
        #expect(((try? handshake(as: .init(user: text, password: "p"))) != nil) == isTaken)
        #expect(((try? handshake(as: .init(user: "u", password: Secret(text)))) != nil) == isTaken)
    }

    @Test(
        "A reply with an address of another type is refused once that can be seen",
        arguments: [0, 2, 5, 255] as [UInt8])
    func types(_ type: UInt8) throws {
        var handshake = try handshake()
        _ = try handshake.advance([5, 0])
        #expect(try handshake.advance([5, 0, 0, type]) == .needsMore)
        #expect(throws: ProxyError.malformed("it replies with an address of type \(type)")) {
            try handshake.advance([5, 0, 0, type, 0])
        }
    }

    @Test("Each answer has its version and ends where it ends")
    func versions() throws {
        var named = try handshake(as: Self.alice)
        #expect(throws: ProxyError.needsCredentials("another way to authenticate than a user name and a password")) {
            try named.advance([5, 0xff])
        }
        #expect(throws: ProxyError.malformed("it chose the method 254, which was not offered")) {
            try named.advance([5, 0xfe])
        }
        _ = try named.advance([5, 2])
        #expect(throws: ProxyError.malformed("it answers a login with version 5")) { try named.advance([5, 0]) }
        #expect(throws: ProxyError.malformed("it speaks out of turn")) { try named.advance([1, 0, 5]) }
        _ = try named.advance([1, 0])
        #expect(throws: ProxyError.malformed("it replies with version 4")) { try named.advance([4, 0]) }
    }
}

import Frame
import HTTP
import Linux
import Reactor
import Testing

@testable import Transports

/// Floods from one network, and what becomes of those who come from others; a proxy that is trusted says where each comes from.
@Suite struct LockoutTests {
    /// Knows the password `right`; waits at its gate for every other.
    private struct Clerk: Authenticator {
        let gate = Gate()
        private let asked = Counter()

        /// How often it has been asked about another password.
        var count: Int { asked.count.withLock { $0 } }

        private final class Counter: Sendable {
            let count = Locked(0)
        }

        func authenticate(_ credentials: Credentials) async throws -> Principal? {
            if credentials.basic?.password == "right" { return Principal("ann") }
            asked.count.withLock { $0 += 1 }
            await gate.wait()
            return nil
        }
    }

    private static let trusted = EndpointURI.Parameter("trust-proxy", "127.0.0.1")

    private static func request(_ password: String, from address: String) -> String {
        let basic = BasicCredentials.encode(.init(user: "ann", password: .init(password)))
        return "GET / HTTP/1.1\r\nHost: x\r\nAuthorization: \(basic)\r\nX-Forwarded-For: \(address)\r\n\r\n"
    }

    private func guess(_ password: String, from address: String, of server: Server) async throws -> RawPeer {
        let peer = try await server.rawPeer()
        try await peer.send(Self.request(password, from: address))
        return peer
    }

    /// An answer that shows that the password was right: the request is not an upgrade.
    private static let admitted = "HTTP/1.1 400 "

    @Test(
        "Slow guesses from one /48 keep no client out that comes from elsewhere, and 503 says when to return")
    func oneSite() async throws {
        let clerk = Clerk()
        let server = try await Server(.ws, [Self.trusted], authenticator: clerk)
        var guesses: [RawPeer] = []
        for number in 0..<520 {
            guesses.append(
                try await guess("wrong", from: "2001:db8:1:\(String(number * 77, radix: 16))::1", of: server))
        }
        // It came after those that have seats.
        let last = await guesses[519].receiveText()
        #expect(last.hasPrefix("HTTP/1.1 503 ") && last.contains("\r\nRetry-After: 5\r\n"), "\(last)")
        // A site alone has half of the turns.
        #expect(clerk.count == 16)
        for address in ["203.0.113.5", "2001:db8:2::1"] {
            #expect(try await guess("right", from: address, of: server).receiveText().hasPrefix(Self.admitted))
        }
        clerk.gate.open()
        await server.listener.close()
    }

    @Test("Known credentials are looked at while guesses come from everywhere")
    func everywhere() async throws {
        let clerk = Clerk()
        let server = try await Server(.ws, [Self.trusted], authenticator: clerk)
        #expect(try await guess("right", from: "203.0.113.5", of: server).receiveText().hasPrefix(Self.admitted))
        var guesses: [RawPeer] = []
        for number in 0..<520 {
            guesses.append(try await guess("wrong", from: "10.\(number / 256).\(number % 256).1", of: server))
        }
        #expect(try await guess("right", from: "198.51.100.1", of: server).receiveText().hasPrefix("HTTP/1.1 503 "))
        #expect(try await guess("right", from: "203.0.113.5", of: server).receiveText().hasPrefix(Self.admitted))
        clerk.gate.open()
        await server.listener.close()
    }

    @Test("Guesses are counted once for all loops that share an address")
    func loops() async throws {
        let loops = try (0..<2).map { _ in try EpollLoop() }
        let hosts = loops.map { Host(on: $0) }
        let transport = try WebSocketTransport(EndpointURI("ws://127.0.0.1:0/"))
        var servers: [Server] = []
        for ((share, loop), host) in zip(zip(transport.shares(2), loops), hosts) {
            servers.append(try await Server(share, on: loop, host, authenticator: Known()))
        }
        var failures = 0
        let started = loops[0].now
        for _ in 0..<100 {
            let answer = try await guess("wrong", from: "", of: servers[0]).receiveText()
            failures += answer.hasPrefix("HTTP/1.1 401 ") ? 1 : 0
            guard answer.hasPrefix("HTTP/1.1 401 ") else { break }
        }
        // With a count for each loop it would be ten more, unless chance has one loop asked ten times in a row.
        let more = Int((loops[0].now - started) / .seconds(5)) + 1
        #expect((10...10 + more).contains(failures))
        for server in servers { await server.listener.close() }
    }

    private struct Known: Authenticator {
        func authenticate(_ credentials: Credentials) async throws -> Principal? { nil }
    }
}

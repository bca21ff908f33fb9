import Conformance
import Frame
import TLSSupport
import TestSupport
import Testing

@testable import HTTP
@testable import Queueing
@testable import Streams
@testable import TLS
@testable import Transports

/// How many networks that have guessed wrong are remembered.
@Suite struct AuthenticationMemoryTests {
    private struct Nobody: Authenticator {
        func authenticate(_ credentials: Credentials) async throws -> Principal? { nil }
    }

    private let gate = AuthenticationGate()
    private let loop = ManualLoop()

    /// Whether a wrong guess from a host is heard at all.
    private func guess(from host: String) async -> Bool {
        let wrong = Credentials.basic(user: "ann", password: "wrong")
        let host = PeerAddress.Host(stringLiteral: host)
        guard case .refused = await gate.decide(on: wrong, from: host, by: Nobody(), on: loop) else { return false }
        return true
    }

    // Five hosts in a network of 24 bits have a record each, and their network has one: 6. Each host elsewhere adds two.
    @Test("12,288 records are kept of hosts and networks, and of more the oldest go", arguments: [(0, 39), (1, 40)])
    func capacity(further: Int, heard: Int) async {
        let hosts = (1...5).map { "192.0.2.\($0)" }
        for host in hosts { #expect(await guess(from: host)) }
        loop.advance(by: .seconds(6))
        for number in 0..<6_141 { #expect(await guess(from: "10.\(number >> 8).\(number & 0xff).1")) }
        for number in 0..<further { #expect(await guess(from: "10.0.0.\(number + 2)")) }
        // A network has 40 guesses at once, if none are remembered of it.
        var count = 0
        for host in hosts { for _ in 0..<8 { count += await guess(from: host) ? 1 : 0 } }
        #expect(count == heard)
    }
}

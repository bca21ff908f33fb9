import Frame
import Testing

@testable import Transports

@Suite struct ConnectionLimiterTests {
    private let here: PeerAddress.Host = "192.0.2.1"
    private let there: PeerAddress.Host = "198.51.100.1"
    private let alice = Principal("alice")

    private func limiter(_ change: (inout ConnectionLimits) -> Void) -> ConnectionLimiter {
        var limits = ConnectionLimits()
        change(&limits)
        return ConnectionLimiter(limits)
    }

    @Test func `so many are served in all`() throws {
        let limiter = limiter { $0.total = 2 }
        let first = try limiter.admit(from: here, as: nil)
        let second = try limiter.admit(from: there, as: alice)
        let error = #expect(throws: TransportError.self) { try limiter.admit(from: "203.0.113.1", as: nil) }
        #expect(error == .refused("there are 2 connections already"))
        withExtendedLifetime((first, second)) {}
    }

    @Test func `so many are served of one address`() throws {
        let limiter = limiter { $0.perAddress = 1 }
        let first = try limiter.admit(from: here, as: nil)
        #expect(throws: TransportError.refused("there are 1 connections from this address already")) {
            try limiter.admit(from: here, as: alice)
        }
        let second = try limiter.admit(from: there, as: nil)
        withExtendedLifetime((first, second)) {}
    }

    @Test func `a principal is one in either normalization form`() throws {
        let limiter = limiter { $0.perPrincipal = 1 }
        let first = try limiter.admit(from: here, as: Principal("jos\u{e9}"))
        #expect(throws: TransportError.self) { try limiter.admit(from: there, as: Principal("jose\u{301}")) }
        withExtendedLifetime(first) {}
    }

    @Test func `so many are served of one principal, wherever they come from`() throws {
        let limiter = limiter { $0.perPrincipal = 1 }
        let first = try limiter.admit(from: here, as: alice)
        #expect(throws: TransportError.refused("there are 1 connections of alice already")) {
            try limiter.admit(from: there, as: alice)
        }
        // Who is nobody in particular is not counted as somebody.
        let others = try [limiter.admit(from: here, as: nil), limiter.admit(from: here, as: nil)]
        withExtendedLifetime((first, others)) {}
    }

    @Test func `who has gone makes room`() throws {
        let limiter = limiter { ($0.total, $0.perAddress, $0.perPrincipal) = (1, 1, 1) }
        for _ in 0..<10 { _ = try limiter.admit(from: here, as: alice) }
    }

    @Test func `who is refused counts for nothing`() throws {
        let limiter = limiter { ($0.total, $0.perPrincipal) = (2, 1) }
        let first = try limiter.admit(from: here, as: alice)
        for _ in 0..<10 { #expect(throws: TransportError.self) { try limiter.admit(from: here, as: alice) } }
        let second = try limiter.admit(from: here, as: nil)
        withExtendedLifetime((first, second)) {}
    }

    @Test func `the last places are kept for other networks`() throws {
        let limiter = limiter { $0.total = 100 }
        var admissions: [ConnectionLimiter.Admission] = []
        let error = #expect(throws: TransportError.self) {
            for _ in 0..<100 { admissions.append(try limiter.admit(from: here, as: nil)) }
        }
        #expect(error?.description.contains("kept for others") == true)
        #expect(admissions.count == 80)
        let other = try limiter.admit(from: there, as: nil)
        withExtendedLifetime((admissions, other)) {}
    }

    @Test func `a few places are not shared out`() throws {
        let limiter = limiter { $0.total = 8 }
        let all = try (0..<8).map { _ in try limiter.admit(from: here, as: nil) }
        #expect(throws: TransportError.refused("there are 8 connections already")) {
            try limiter.admit(from: there, as: nil)
        }
        withExtendedLifetime(all) {}
    }

    /// How many of ten thousand places those hosts get that ask until they are refused.
    private func share(_ host: (Int) -> PeerAddress.Host) -> Int {
        let limiter = ConnectionLimiter(ConnectionLimits())
        var admissions: [ConnectionLimiter.Admission] = []
        while let next = try? limiter.admit(from: host(admissions.count), as: nil) { admissions.append(next) }
        return admissions.count
    }

    @Test func `of 10,000 places a host gets 4 of 5, a subnet 6 of 7, a site 8 of 9, and all get all of them`() {
        #expect(share { _ in here } == 8_000)
        #expect(share { PeerAddress.Host(stringLiteral: "2001:db8:1:\(String($0 & 0xff, radix: 16))::1") } == 8_572)
        #expect(share { PeerAddress.Host(stringLiteral: "2001:db8:1:\(String($0, radix: 16))::1") } == 8_889)
        #expect(share { PeerAddress.Host(stringLiteral: "10.\($0 >> 8).\($0 & 0xff).1") } == 10_000)
    }

    @Test func `eight places are had by anybody, and the ninth is not`() throws {
        let limiter = limiter { $0.total = 9 }
        let all = try (0..<8).map { _ in try limiter.admit(from: here, as: nil) }
        #expect(throws: TransportError.self) { try limiter.admit(from: here, as: nil) }
        withExtendedLifetime(all) {}
    }

    @Test func `a principal has 256 connections unless told otherwise, and an address as many as there are`() throws {
        let limiter = ConnectionLimiter(ConnectionLimits())
        let all = try (0..<256).map { _ in try limiter.admit(from: here, as: alice) }
        #expect(throws: TransportError.refused("there are 256 connections of alice already")) {
            try limiter.admit(from: there, as: alice)
        }
        withExtendedLifetime(all) {}
    }

    @Test func `one of a principal's connections makes room for one`() throws {
        let limiter = limiter { $0.perPrincipal = 2 }
        var admissions = try (0..<2).map { _ in try limiter.admit(from: here, as: alice) }
        admissions.removeLast()
        admissions.append(try limiter.admit(from: here, as: alice))
        #expect(throws: TransportError.self) { try limiter.admit(from: here, as: alice) }
        withExtendedLifetime(admissions) {}
    }
}

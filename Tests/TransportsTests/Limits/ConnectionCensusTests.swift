import Frame
import Testing

@testable import Transports

@Suite struct ConnectionCensusTests {
    private let here: PeerAddress.Host = "192.0.2.1"
    private let there: PeerAddress.Host = "198.51.100.1"
    private let alice = Principal("alice")

    private func census(_ change: (inout ConnectionLimits) -> Void) -> ConnectionCensus {
        var limits = ConnectionLimits()
        change(&limits)
        return ConnectionCensus(limits)
    }

    @Test func `so many are served in all`() throws {
        let census = census { $0.total = 2 }
        let first = try census.admit(from: here, as: nil)
        let second = try census.admit(from: there, as: alice)
        let error = #expect(throws: TransportError.self) { try census.admit(from: "203.0.113.1", as: nil) }
        #expect(error == .refused("there are 2 connections already"))
        withExtendedLifetime((first, second)) {}
    }

    @Test func `so many are served of one address`() throws {
        let census = census { $0.perAddress = 1 }
        let first = try census.admit(from: here, as: nil)
        #expect(throws: TransportError.refused("there are 1 connections from this address already")) {
            try census.admit(from: here, as: alice)
        }
        let second = try census.admit(from: there, as: nil)
        withExtendedLifetime((first, second)) {}
    }

    @Test func `a principal is one in either normalization form`() throws {
        let census = census { $0.perPrincipal = 1 }
        let first = try census.admit(from: here, as: Principal("jos\u{e9}"))
        #expect(throws: TransportError.self) { try census.admit(from: there, as: Principal("jose\u{301}")) }
        withExtendedLifetime(first) {}
    }

    @Test func `so many are served of one principal, wherever they come from`() throws {
        let census = census { $0.perPrincipal = 1 }
        let first = try census.admit(from: here, as: alice)
        #expect(throws: TransportError.refused("there are 1 connections of alice already")) {
            try census.admit(from: there, as: alice)
        }
        // Who is nobody in particular is not counted as somebody.
        let others = try [census.admit(from: here, as: nil), census.admit(from: here, as: nil)]
        withExtendedLifetime((first, others)) {}
    }

    @Test func `who has gone makes room`() throws {
        let census = census { ($0.total, $0.perAddress, $0.perPrincipal) = (1, 1, 1) }
        for _ in 0..<10 { _ = try census.admit(from: here, as: alice) }
    }

    @Test func `who is refused counts for nothing`() throws {
        let census = census { ($0.total, $0.perPrincipal) = (2, 1) }
        let first = try census.admit(from: here, as: alice)
        for _ in 0..<10 { #expect(throws: TransportError.self) { try census.admit(from: here, as: alice) } }
        let second = try census.admit(from: here, as: nil)
        withExtendedLifetime((first, second)) {}
    }

    @Test func `the last places are kept for other networks`() throws {
        let census = census { $0.total = 100 }
        var admissions: [ConnectionCensus.Admission] = []
        let error = #expect(throws: TransportError.self) {
            for _ in 0..<100 { admissions.append(try census.admit(from: here, as: nil)) }
        }
        #expect(error?.description.contains("kept for others") == true)
        #expect(admissions.count == 80)
        let other = try census.admit(from: there, as: nil)
        withExtendedLifetime((admissions, other)) {}
    }

    @Test func `a few places are not shared out`() throws {
        let census = census { $0.total = 8 }
        let all = try (0..<8).map { _ in try census.admit(from: here, as: nil) }
        #expect(throws: TransportError.refused("there are 8 connections already")) {
            try census.admit(from: there, as: nil)
        }
        withExtendedLifetime(all) {}
    }
}

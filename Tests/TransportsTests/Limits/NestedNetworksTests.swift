import Frame
import Linux
import Testing

@testable import Transports

@Suite struct NestedNetworksTests {
    private func networks(_ text: String, zone: UInt32 = 0) throws -> [PeerNetwork] {
        NestedNetworks(of: .address(try #require(IPAddress(text)), zone: zone)).levels.map(\.network)
    }

    private func prefixes(_ texts: [String]) throws -> [PeerNetwork] {
        try texts.map { .prefix(try #require(NetworkPrefix($0)), zone: 0) }
    }

    @Test func `an IPv4 address is within 24 bits`() throws {
        #expect(try networks("192.0.2.77") == prefixes(["192.0.2.77/32", "192.0.2.0/24"]))
        #expect(try networks("::ffff:192.0.2.77") == networks("192.0.2.77"))
    }

    @Test func `an IPv6 address is within 64, 56 and 48 bits`() throws {
        let expected = try prefixes(["2001:db8:1:23ff::/64", "2001:db8:1:2300::/56", "2001:db8:1::/48"])
        #expect(try networks("2001:db8:1:23ff:1:2:3:4") == expected)
    }

    @Test func `one link-local prefix at two interfaces is two networks`() throws {
        #expect(try networks("fe80::1", zone: 2) != networks("fe80::1", zone: 3))
    }

    @Test func `a peer that a proxy does not name counts as the proxy`() throws {
        let proxy = try #require(IPAddress("192.0.2.77"))
        let unnamed = PeerAddress.unnamed(shownAs: "192.0.2.77:5", through: proxy).host
        #expect(NestedNetworks(of: unnamed) == NestedNetworks(of: .address(proxy)))
    }

    @Test func `peers without an address are one network`() {
        let all = (0..<3).map { _ in NestedNetworks(of: PeerAddress.unnamed(shownAs: "unix:").host) }
        #expect(Set(all).count == 1)
        #expect(all[0].levels.map(\.network) == [.unnamed])
    }
}

import Testing

@testable import Transports

@Suite struct NetworkTallyTests {
    private var tally = NetworkTally()
    private let one: NestedNetworks = "2001:db8:1:100::1"
    private let neighbour: NestedNetworks = "2001:db8:1:101::1"
    private let sameSite: NestedNetworks = "2001:db8:1:200::1"
    private let other: NestedNetworks = "192.0.2.1"

    @Test mutating func `counts in every network that a host belongs to`() {
        for networks in [one, one, neighbour, sameSite, other] { tally.add(networks) }
        #expect(one.levels.map { tally.count(of: $0.network) } == [2, 3, 4])
        #expect(other.levels.map { tally.count(of: $0.network) } == [1, 1])
        #expect(tally.total == 5)
    }

    @Test mutating func `remembers nothing of those who have gone`() {
        for networks in [one, neighbour, one] { tally.add(networks) }
        for networks in [one, one, neighbour] { tally.remove(networks) }
        #expect(tally.total == 0)
        #expect(tally.heaviest() == nil && tally.heaviestSite == nil)
        #expect(one.levels.allSatisfy { tally.count(of: $0.network) == 0 })
    }

    @Test mutating func `the heaviest is found from the widest network on`() {
        // The other host holds more than any host of the site, and less than the site.
        for networks in [other, other, other, one, one, neighbour, sameSite] { tally.add(networks) }
        #expect(tally.heaviest() == one.narrowest)
        #expect(tally.heaviestSite == one.levels[2].network)
        #expect(tally.heaviest(within: sameSite.levels[1].network) == sameSite.narrowest)
        tally.remove(one)
        tally.remove(sameSite)
        #expect(tally.heaviest() == other.narrowest)
    }

    @Test mutating func `of equals the one that has been there for longest is the heaviest`() {
        for number in 1...9 { tally.add(.site(number)) }
        #expect(tally.heaviest() == NestedNetworks.site(1).narrowest)
        tally.remove(.site(1))
        tally.add(.site(1))
        #expect(tally.heaviest() == NestedNetworks.site(2).narrowest)
    }

    @Test mutating func `a network where nothing is has no heaviest part`() {
        tally.add(one)
        #expect(tally.heaviest(within: other.narrowest) == nil)
    }
}

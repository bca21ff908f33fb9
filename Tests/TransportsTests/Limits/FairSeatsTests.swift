import Testing

@testable import Transports

@Suite struct FairSeatsTests {
    private var seats = FairSeats(120, shares: .init(host: 50, subnet: 75, site: 100))

    /// How many of `count` get a seat.
    private mutating func take(_ count: Int, _ networks: (Int) -> NestedNetworks) -> Int {
        (0..<count).count { seats.take(networks($0)) }
    }

    @Test mutating func `a host alone gets a third, a subnet three sevenths, a site a half`() {
        #expect(take(200) { _ in "192.0.2.1" } == 40)
        seats = FairSeats(120, shares: .init(host: 50, subnet: 75, site: 100))
        #expect(take(200) { .neighbour($0 % 256) } == 51)
        seats = FairSeats(120, shares: .init(host: 50, subnet: 75, site: 100))
        #expect(take(70_000) { .neighbour($0) } == 60)
    }

    @Test mutating func `a site that has its share leaves seats to others`() {
        _ = take(70_000) { .neighbour($0) }
        #expect(seats.take("192.0.2.1") == true)
        #expect(seats.take(.neighbour(1)) == false)
    }

    @Test(arguments: [1, 2, 10, 60, 119])
    mutating func `however many sites take what they can, the next one gets a seat`(_ sites: Int) {
        for _ in 0..<120 { _ = take(sites) { .site($0) } }
        #expect(seats.free >= 1)
        #expect(seats.take("2001:db8::1") == true)
    }

    @Test mutating func `there are no more seats than there are`() {
        #expect(take(500) { .site($0) } == 120)
        #expect(seats.free == 0)
        #expect(seats.take("2001:db8::1") == false)
    }

    @Test mutating func `a seat that is given back is free`() {
        _ = take(500) { .site($0) }
        seats.giveBack(.site(7))
        #expect(seats.take("2001:db8::1") == true)
        #expect(seats.count(of: NestedNetworks.site(7).narrowest) == 0)
    }

    @Test func `the least is granted as long as seats are free`() {
        var seats = FairSeats(10, shares: .init(host: 1, subnet: 1, site: 1, least: 8))
        let own = (0..<20).count { _ in seats.take("192.0.2.1") }
        let others = (0..<20).count { _ in seats.take("198.51.100.1") }
        #expect(own == 8 && others == 2)
    }
}

import Testing

@testable import Transports

@Suite struct HalfOpenTableTests {
    /// A host has 4, a subnet 8, a site 16 of it.
    private var table = HalfOpenTable<String>(capacity: 32)

    private mutating func enter(_ count: Int, _ name: String, _ networks: (Int) -> NestedNetworks) -> [String] {
        (0..<count).compactMap { table.enter("\(name)\($0)", from: networks($0)).evicted }
    }

    @Test mutating func `a host that takes more than its share ends its own, the oldest first`() {
        #expect(enter(4, "other") { _ in "198.51.100.1" } == [])
        #expect(enter(6, "own") { _ in "192.0.2.1" } == ["own0", "own1"])
        #expect(table.count == 8)
    }

    @Test mutating func `a subnet and a site that take more than their share end their own`() {
        #expect(enter(1, "other") { _ in "2001:db8:2::1" } == [])
        #expect(enter(10, "subnet") { .neighbour($0) } == ["subnet0", "subnet1"])
        #expect(enter(300, "site") { .neighbour($0 * 256) }.allSatisfy { !$0.hasPrefix("other") })
        #expect(table.count == 17)
    }

    @Test mutating func `a flood from twenty hosts of one site ends no newcomer of another`() {
        let newcomers = (0..<10).map { table.enter("new\($0)", from: .site($0)).number }
        let evicted = enter(10_000, "flood") { NestedNetworks(stringLiteral: "192.0.2.\($0 % 20 + 1)") }
        #expect(evicted.allSatisfy { $0.hasPrefix("flood") })
        #expect(newcomers.allSatisfy { table.contains($0) })
    }

    @Test mutating func `a flood from twenty hosts ends no newcomer of the same site`() {
        table = HalfOpenTable(capacity: 1_024)
        let newcomer = table.enter("new", from: "192.0.2.200").number
        let evicted = enter(10_000, "flood") { NestedNetworks(stringLiteral: "192.0.2.\($0 % 20 + 1)") }
        #expect(evicted.count == 10_001 - 512)
        #expect(table.contains(newcomer))
    }

    @Test mutating func `when it is full one of the network goes that has the most`() {
        for site in 0..<10 { #expect(enter(3, "s\(site).") { _ in .site(site) } == []) }
        #expect(enter(3, "big") { NestedNetworks(stringLiteral: "192.0.2.\($0 + 1)") } == ["s0.0"])
        #expect(enter(1, "big") { _ in "192.0.2.9" } == ["s1.0"])
        // The site has four by now.
        #expect(enter(1, "late") { _ in "203.0.113.1" } == ["big0"])
        #expect(table.count == 32)
    }

    @Test mutating func `one that waits for a decision takes no room and does not have to go`() {
        let number = table.enter("waits", from: "192.0.2.1").number
        table.suspend(number)
        #expect(enter(6, "own") { _ in "192.0.2.1" } == ["own0", "own1"])
        #expect(table.contains(number) && table.connection(number) == "waits")
        // It is the newest then.
        #expect(table.resume(number) == "own2")
        #expect(table.resume(number) == nil)
        #expect(enter(4, "later") { _ in "192.0.2.1" } == ["own3", "own4", "own5", "waits"])
        #expect(!table.contains(number) && table.connection(number) == nil)
    }

    @Test mutating func `one that waits for a decision may leave`() {
        let number = table.enter("a", from: "192.0.2.1").number
        table.suspend(number)
        table.leave(number)
        #expect(!table.contains(number))
        #expect(table.resume(number) == nil)
        #expect(table.count == 0)
    }

    @Test mutating func `there is room again when one leaves`() {
        let number = table.enter("a", from: "192.0.2.1").number
        #expect(enter(3, "own") { _ in "192.0.2.1" } == [])
        table.leave(number)
        table.leave(number)
        #expect(enter(1, "next") { _ in "192.0.2.1" } == [])
        #expect(table.count == 4)
    }

    @Test mutating func `those that a proxy has yet to name are in no network's way, and go when they are the most`() {
        let numbers = (0..<31).map { table.enter("p\($0)", from: nil).number }
        #expect(table.name(numbers[0], "192.0.2.1") == nil)
        #expect(table.count == 31)
        #expect(table.enter("a", from: "198.51.100.1").evicted == nil)
        #expect(table.enter("b", from: "198.51.100.2").evicted == "p1")
        #expect(table.name(numbers[1], "192.0.2.1") == nil)
        #expect(!table.contains(numbers[1]) && table.contains(numbers[0]))
        for number in numbers[2..<5] { #expect(table.name(number, "192.0.2.1") == nil) }
        #expect(table.name(numbers[5], "192.0.2.1") == "p0")
    }

    @Test mutating func `it never holds more than its capacity`() {
        var inside: Set<Int> = []
        for step in 0..<2_000 {
            inside.insert(table.enter("\(step)", from: step % 5 == 0 ? nil : .site(step * step % 61)).number)
            if step % 3 == 0, let any = inside.randomElement() { table.leave(any) }
            inside = inside.filter { table.contains($0) }
            #expect(table.count == inside.count && inside.count <= 32)
        }
    }

    @Test mutating func `of a table of four a host and a subnet have one, and of a table of three a site as well`() {
        table = HalfOpenTable(capacity: 4)
        #expect(enter(2, "host") { _ in "192.0.2.1" } == ["host0"])
        #expect(enter(2, "subnet") { .neighbour($0) } == ["subnet0"])
        table = HalfOpenTable(capacity: 4)
        #expect(enter(2, "site") { .neighbour($0 * 256) } == [])
        table = HalfOpenTable(capacity: 3)
        #expect(enter(2, "site") { .neighbour($0 * 256) } == ["site0"])
    }

    @Test mutating func `a table of one holds one`() {
        table = HalfOpenTable(capacity: 1)
        #expect(enter(3, "a") { .site($0) } == ["a0", "a1"])
        #expect(table.count == 1)
    }
}

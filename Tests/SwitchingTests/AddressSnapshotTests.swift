import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct AddressSnapshotTests {
    private func address(_ station: UInt64, vlan: UInt16? = nil, port: UInt64 = 1, age: Duration = .zero)
        -> AddressSnapshot
    {
        AddressSnapshot(address: .station(station), vlan: vlan, port: PortID(port), age: age)
    }

    @Test func `pages are merged in order, up to the limit`() {
        let pages = [[address(1), address(4)], [address(2), address(3)], []]
        #expect(AddressSnapshot.page(merging: pages, limit: 3) == [address(1), address(2), address(3)])
        #expect(AddressSnapshot.page(merging: pages, limit: 9).count == 4)
        #expect(AddressSnapshot.page(merging: [], limit: 9).isEmpty)
        #expect(AddressSnapshot.page(merging: pages, limit: 0).isEmpty)
    }

    @Test func `an address that two switches have is where it was heard last`() {
        let (old, young) = (address(1, port: 1, age: .seconds(2)), address(1, port: 2, age: .seconds(1)))
        #expect(AddressSnapshot.page(merging: [[old], [young]], limit: 9) == [young])
        #expect(AddressSnapshot.page(merging: [[young], [old]], limit: 9) == [young])
    }

    @Test func `the same address in two VLANs is two addresses`() {
        let pages = [[address(1, vlan: 2)], [address(1), address(1, vlan: 1)]]
        #expect(AddressSnapshot.page(merging: pages, limit: 9).map(\.vlan) == [nil, 1, 2])
    }

    @Test func `a switch lists addresses with the ports that they are behind`() {
        let bench = Bench(linkCount: 2)
        bench.links[1].deliver(frame(to: .broadcast, from: .station(1), vlan: 9))
        bench.links[0].deliver(frame(to: .broadcast, from: .station(2)))
        let all = bench.fabric.addresses(after: nil, limit: 9)
        #expect(all.map(\.port) == [bench.ports[1], bench.ports[0]])
        #expect(all.map(\.vlan) == [9, nil])
        #expect(bench.fabric.addresses(after: all[0], limit: 9) == [all[1]])
        bench.links[1].end()
        #expect(bench.fabric.addresses(after: nil, limit: 9) == [all[1]])
    }

    @Test func `a page has 4,096 addresses at most`() {
        let bench = Bench(linkCount: 1)
        for number in 0..<4_100 as Range<UInt64> {
            bench.links[0].deliver(frame(to: .broadcast, from: .station(number)))
        }
        let page = bench.fabric.addresses(after: nil, limit: .max)
        #expect(page.count == 4_096)
        #expect(bench.fabric.addresses(after: page.last, limit: .max).count == 4)
    }

    @Test func `each switch of a stack lists what is behind its own ports`() {
        let bench = StackBench(2)
        let links = [bench.tunnel(on: 0), bench.tunnel(on: 1)]
        for (number, link) in links.enumerated() {
            link.deliver(frame(to: .broadcast, from: .station(UInt64(number))))
            bench.settle()
        }
        let pages = bench.fabrics.map { $0.addresses(after: nil, limit: 9) }
        #expect(pages.map { $0.map(\.address) } == [[.station(0)], [.station(1)]])
    }

    @Test func `an address behind a device that all switches share is listed once`() throws {
        let bench = StackBench(2)
        let queues = try bench.device()
        queues[1].deliver(frame(to: .broadcast, from: .station(1)))
        bench.settle()
        let pages = bench.fabrics.map { $0.addresses(after: nil, limit: 9) }
        #expect(pages.map(\.count) == [1, 1])
        let device = bench.fabrics[0].snapshot().ports.first { $0.role == .device }
        #expect(AddressSnapshot.page(merging: pages, limit: 9).map(\.port) == [device?.id])
    }
}

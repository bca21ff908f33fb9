import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite final class PortListTests {
    private let list = PortList()
    private let fabric = LearningSwitch(now: { .zero })

    private func port(_ number: UInt64, _ role: PortRole = .tunnel) -> Port {
        let identity = Port.Identity(id: PortID(number), role: role, entry: nil)
        return Port(identity, TestLink(), at: list.freePlace, of: fabric, fabric.pipeline)
    }

    private func insert(_ number: UInt64, _ role: PortRole = .tunnel) -> Port {
        let port = port(number, role)
        list.insert(port)
        return port
    }

    private func number(at place: Int) -> UInt64? { list.port(at: place)?.takeUnretainedValue().id.number }

    @Test func `a port has the first place that is free`() {
        let ports = (1...4).map { insert($0) }
        #expect(ports.map(\.place) == [0, 1, 2, 3])
        list.remove(ports[1])
        #expect(number(at: 1) == nil && list.placeCount == 4)
        #expect(insert(9).place == 1)
        #expect(number(at: 1) == 9 && number(at: 2) == 3 && number(at: 4) == nil)
        #expect(list.all.map(\.id.number) == [1, 3, 4, 9])
        #expect(list[PortID(9)]?.place == 1 && list[PortID(2)] == nil)
    }

    @Test func `places behind the last port are no more`() {
        let ports = (1...4).map { insert($0) }
        list.remove(ports[2])
        #expect(list.placeCount == 4)
        list.remove(ports[3])
        #expect(list.placeCount == 2)
    }

    @Test func `the place of a port that is kept is taken, and is there for it`() {
        let (first, second) = (insert(1), insert(2))
        list.keep(second, as: KeptPort(second, at: .zero))
        list.remove(first)
        #expect(list.placeCount == 2 && number(at: 1) == nil && list[PortID(2)] == nil)
        #expect(insert(3).place == 0)
        #expect(list.freePlace == 2)
        #expect(list.takeKept(PortID(2))?.place == 1)
        #expect(list.takeKept(PortID(2)) == nil && list.freePlace == 1)
    }

    @Test func `a port that is kept in vain leaves its place`() {
        let port = insert(1)
        list.keep(port, as: KeptPort(port, at: .zero))
        #expect(list.placeCount == 1)
        #expect(list.removeKept(PortID(1))?.place == 0)
        #expect(list.placeCount == 0 && list.kept.isEmpty && list.removeKept(PortID(1)) == nil)
    }

    @Test func `tunnels are counted while they have a link`() {
        let tunnels = (1...2).map { insert($0) }
        _ = insert(3, .device)
        #expect(list.tunnelCount == 2)
        list.keep(tunnels[0], as: KeptPort(tunnels[0], at: .zero))
        #expect(list.tunnelCount == 1)
        list.remove(tunnels[1])
        list.remove(tunnels[1])
        #expect(list.tunnelCount == 0)
    }

    @Test func `a port that is removed lives until the outermost call is over`() {
        weak var removed: Port?
        list.enter()
        list.enter()
        do {
            let port = insert(1)
            removed = port
            list.remove(port)
        }
        list.releaseRemoved()
        list.leave()
        #expect(removed != nil)
        list.leave()
        #expect(removed == nil)
    }

    @Test func `without a call under way a removed port goes at once`() {
        weak var removed: Port?
        do {
            let port = insert(1)
            removed = port
            list.remove(port)
        }
        #expect(removed != nil)
        list.releaseRemoved()
        #expect(removed == nil)
    }
}

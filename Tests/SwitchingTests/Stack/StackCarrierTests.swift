import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct StackCarrierTests {
    let bench = StackBench(3)
    let device: [TestLink]

    init() throws { device = try bench.device() }

    private var carrier: [Bool?] { device.map(\.carrier.last) }

    @Test func `the device has carrier on all queues while there is a tunnel on any switch`() {
        #expect(carrier == [false, false, false])
        let tunnels = [bench.tunnel(on: 1), bench.tunnel(on: 2)]
        #expect(carrier == [true, true, true])
        tunnels[0].end()
        bench.settle()
        #expect(carrier == [true, true, true])
        tunnels[1].end()
        bench.settle()
        #expect(carrier == [false, false, false])
    }

    @Test func `the device has carrier while any switch listens`() {
        bench.fabrics[2].isListening = true
        bench.settle()
        #expect(carrier == [true, true, true])
        bench.fabrics[2].isListening = false
        bench.settle()
        #expect(carrier == [false, false, false])
    }

    @Test func `a device on one switch has carrier when another has a tunnel`() {
        let single = TestLink()
        bench.fabrics[0].attach(single, as: .device)
        _ = bench.tunnel(on: 2)
        #expect(single.carrier == [false, true])
    }

    @Test func `a device on all switches is one port, which is told of once`() {
        guard bench.events.count == 1, case .attached(let port) = bench.events[0] else {
            return #expect(Bool(false), "not the event that happened: \(bench.events)")
        }
        #expect(bench.fabrics.map { $0.snapshot().ports.last?.id } == [port.id, port.id, port.id])
    }

    @Test func `a device ends with the first of its queues`() {
        device[1].end(Unplugged())
        bench.settle()
        #expect(device.map(\.closeCount) == [1, 0, 1])
        guard bench.events.count == 2, case .detached(let port, let reason?) = bench.events[1] else {
            return #expect(Bool(false), "not the events that happened: \(bench.events)")
        }
        #expect(port.name == "device")
        #expect(reason is Unplugged)
        #expect(bench.fabrics.allSatisfy { $0.snapshot().ports.allSatisfy { $0.role == .trunk } })
    }
}

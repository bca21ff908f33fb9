import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct SwitchSnapshotTests {
    @Test func `of no switches nothing is known`() {
        #expect(SwitchSnapshot(merging: []) == SwitchSnapshot(ports: [], addressCount: 0, addressCapacity: 0))
    }

    @Test func `a port on all switches counts what passed through it on any`() throws {
        let bench = StackBench(2)
        let device = try bench.device()
        device[0].snapshot.security = "TLSv1.3"
        for queue in device { queue.snapshot.egressByteCount = 10 }
        let tunnel = bench.tunnel(on: 1)
        tunnel.deliver(frame(to: .broadcast, from: .station(1)))
        device[0].deliver(frame(to: .station(1), from: .station(2)))
        device[1].deliver(frame(to: .station(1), from: .station(2)), [1])
        bench.settle()
        let merged = SwitchSnapshot(merging: bench.fabrics.map { $0.snapshot() })
        #expect(merged.ports.map(\.name) == ["trunk:0-1", "trunk:1-0", "device", "tunnel"])
        #expect(merged.ports == merged.ports.sorted { $0.id < $1.id })
        let port = merged.ports[2]
        #expect(port.link.security == "TLSv1.3" && port.isPlugged)
        #expect(port.link.egressByteCount == 20)
        #expect(port.counters.received.frames == 3)
        #expect(port.counters.received.bytes == 121)
        #expect(port.counters.transmitted.frames == 1)
        #expect(port.counters.drops[.runt] == 1)
        #expect(merged.addressCount == 2)
        #expect(merged.addressCapacity == SwitchConfiguration().addressCapacity)
    }
}

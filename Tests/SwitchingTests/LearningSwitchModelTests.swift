import Frame
import SwitchingSupport
import TestSupport
import Testing

@testable import Switching

/// The same random life, led by the switch and by a model that is too simple to be wrong.
@Suite struct LearningSwitchModelTests {
    /// IEEE 802.1D in its own words, with dictionaries.
    struct Model {
        struct Place: Hashable {
            let vlan: UInt16
            let address: MACAddress
        }

        var ports: Set<PortID> = []
        var heard: [Place: (port: PortID, time: Duration)] = [:]

        mutating func receive(_ header: EthernetHeader, on port: PortID, at now: Duration) -> Set<PortID> {
            guard !header.source.isMulticast else { return [] }
            heard[Place(vlan: header.vlan, address: header.source)] = (port, now)
            let known = heard[Place(vlan: header.vlan, address: header.destination)]
            guard !header.destination.isMulticast, let known, known.time + .seconds(300) > now else {
                return ports.subtracting([port])
            }
            return known.port == port ? [] : [known.port]
        }

        mutating func remove(_ port: PortID) {
            ports.remove(port)
            heard = heard.filter { $0.value.port != port }
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `the switch does what the model does`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bench = Bench(linkCount: 0)
        var model = Model()
        var links: [(id: PortID, link: TestLink)] = []
        for _ in 0..<4000 {
            // Half a second beside a whole number of ageing times, so that steps of 72 ms make no difference.
            if Int.random(in: 0..<40, using: &generator) == 0 { bench.now += .milliseconds(50_500) }
            switch Int.random(in: 0..<100, using: &generator) {
            case 0..<3 where links.count < 12:
                let link = TestLink()
                let id = bench.fabric.attach(link, as: .tunnel)
                links.append((id, link))
                model.ports.insert(id)
            case 3..<5 where !links.isEmpty:
                let (id, link) = links.remove(at: Int.random(in: 0..<links.count, using: &generator))
                if Bool.random(using: &generator) { bench.fabric.detach(id) } else { link.end() }
                model.remove(id)
            default:
                guard let (id, link) = links.randomElement(using: &generator) else { continue }
                let bytes = Self.randomFrame(using: &generator)
                let expected = model.receive(try EthernetHeader(parsing: bytes.span.bytes), on: id, at: bench.now)
                link.deliver(bytes)
                #expect(Set(links.filter { $0.link.frames == [bytes] }.map(\.id)) == expected)
                for other in links { other.link.forget() }
            }
        }
        #expect(bench.fabric.snapshot().ports.map(\.id) == model.ports.sorted())
    }

    static func randomFrame(using generator: inout SeededGenerator) -> [UInt8] {
        func station() -> MACAddress {
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: .broadcast
            case 1: MACAddress(rawValue: 0x0100_5e00_0000 | UInt64.random(in: 0..<4, using: &generator))
            default: .station(UInt64.random(in: 0..<30, using: &generator))
            }
        }
        let vlan: UInt16? = [nil, 0, 1, 4094].randomElement(using: &generator) ?? nil
        return frame(to: station(), from: station(), vlan: vlan)
    }
}

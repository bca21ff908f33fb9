import Testing

@testable import Transports

@Suite struct FlowHashTests {
    private let hash = FlowHash(seed: 7)

    private func hash(_ frame: [UInt8]) -> UInt64 { frame.withUnsafeBytes { hash($0) } }

    private func frame(
        type: [UInt8] = [0x08, 0x00],
        proto: UInt8 = 6,
        source: UInt8 = 1,
        port: UInt8 = 80,
        fragment: [UInt8] = [0x40, 0],
        sequence: UInt8 = 0
    ) -> [UInt8] {
        let ipv4: [UInt8] =
            [0x45, 0, 0, 40, 0, sequence] + fragment + [64, proto, 0, 0, 10, 0, 0, source, 10, 0, 0, 2]
        return [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, source] + type + ipv4 + [4, 0, 0, port, 0, 0, 0, sequence] + [
            0, 0, 0, 0,
        ]
    }

    @Test func isTheSameForAllSegmentsOfAFlow() {
        #expect(hash(frame(sequence: 1)) == hash(frame(sequence: 2)))
    }

    @Test func tellsAddressesPortsAndProtocolsApart() {
        let flows = [frame(), frame(source: 3), frame(port: 81), frame(proto: 17)]
        #expect(Set(flows.map(hash)).count == flows.count)
    }

    @Test func keepsFragmentsTogetherThoughOnlyTheFirstHasPorts() {
        #expect(hash(frame(port: 80, fragment: [0x20, 0])) == hash(frame(port: 81, fragment: [0, 9])))
    }

    @Test func looksBehindVLANTags() {
        let tagged = [0x81, 0, 0, 5, 0x08, 0] as [UInt8]
        #expect(hash(frame(type: tagged, port: 80)) != hash(frame(type: tagged, port: 81)))
        #expect(hash(frame(type: tagged, sequence: 1)) == hash(frame(type: tagged, sequence: 2)))
    }

    @Test(arguments: 14..<46) func readsNothingBehindTheEndOfAFrame(_ count: Int) {
        for type in [[0x08, 0x00], [0x86, 0xdd], [0x81, 0x00], [0x08, 0x06]] as [[UInt8]] {
            _ = hash(Array(frame(type: type).prefix(count)))
        }
    }
}

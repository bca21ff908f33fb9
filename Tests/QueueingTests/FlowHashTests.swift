import Testing

@testable import Queueing

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

/// Which bytes of a frame decide on its flow.
@Suite struct FlowHashFieldTests {
    private let hash = FlowHash(seed: 7)

    /// The bits of a frame that change the flow when they change.
    private func bits(_ frame: [UInt8]) -> [Int: UInt8] {
        let flow = frame.withUnsafeBytes { hash($0) }
        var found: [Int: UInt8] = [:]
        for index in frame.indices {
            for bit in (0..<8).map({ UInt8(1) << $0 }) {
                var other = frame
                other[index] ^= bit
                if other.withUnsafeBytes({ hash($0) }) != flow { found[index, default: 0] |= bit }
            }
        }
        return found
    }

    private static func whole(_ ranges: Range<Int>...) -> [Int: UInt8] {
        Dictionary(uniqueKeysWithValues: ranges.joined().map { ($0, 0xff) })
    }

    private static let stations: [UInt8] = [2, 3, 4, 5, 6, 7, 2, 9, 10, 11, 12, 13]
    private static let tags: [[UInt8]] = [[], [0x81, 0, 0, 5], [0x88, 0xa8, 0, 6, 0x81, 0, 0, 5]]

    private static func ipv4(_ proto: UInt8, words: UInt8 = 5, fragment: UInt8 = 0) -> [UInt8] {
        [8, 0, 0x40 | words, 7, 1, 2, 3, 4, 0, fragment, 64, proto, 5, 6, 10, 1, 2, 3, 10, 4, 5, 6]
            + [UInt8](repeating: 9, count: 4 * Int(words) - 20) + [11, 22, 33, 44, 55, 66]
    }

    private static func ipv6(_ next: UInt8) -> [UInt8] {
        [0x86, 0xdd, 0x60, 1, 2, 3, 0, 6, next, 64] + [UInt8](100..<132) + [11, 22, 33, 44, 55, 66]
    }

    /// The bits behind the EtherType that decide, when tags of `shift` bytes are in front of it.
    private func body(_ frame: [UInt8], behind shift: Int) -> [Int: UInt8] {
        let found = bits(frame).filter { $0.key >= 14 + shift }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.key - shift, $0.value) })
    }

    @Test("Of IPv4 it is the addresses, the protocol and the ports, and where they are", arguments: [6, 17] as [UInt8])
    func ipv4(_ proto: UInt8) {
        var expected = Self.whole(23..<24, 26..<38)
        (expected[14], expected[20], expected[21]) = (0x0f, 0x3f, 0xff)
        for tag in Self.tags {
            #expect(body(Self.stations + tag + Self.ipv4(proto), behind: tag.count) == expected)
        }
    }

    @Test("Of IPv4 without ports, and of fragments, it is the addresses and the protocol")
    func portless() {
        #expect(body(Self.stations + Self.ipv4(1), behind: 0).filter { $0.key > 23 } == Self.whole(26..<34))
        let fragment = body(Self.stations + Self.ipv4(6, fragment: 9), behind: 0)
        #expect(fragment.filter { $0.key > 21 } == Self.whole(26..<34))
    }

    @Test("Of IPv6 it is the addresses, the next header and the ports", arguments: [6, 17] as [UInt8])
    func ipv6(_ next: UInt8) {
        for tag in Self.tags {
            #expect(
                body(Self.stations + tag + Self.ipv6(next), behind: tag.count) == Self.whole(20..<21, 22..<58))
        }
    }

    @Test("Of anything else it is the stations")
    func stations() {
        for type: [UInt8] in [[0x08, 0x06], [0x88, 0xb5]] {
            let found = bits(Self.stations + type + [UInt8](repeating: 7, count: 46))
            #expect(found.filter { $0.key != 12 && $0.key != 13 } == Self.whole(0..<12))
        }
    }

    @Test("What is too short for addresses and ports is anything else")
    func short() {
        let (four, six) = (Self.stations + Self.ipv4(6), Self.stations + Self.ipv6(6))
        for (frame, least) in [(four, 38), (six, 58)] {
            #expect(body(Array(frame.prefix(least - 1)), behind: 0) == [:])
            #expect(body(Array(frame.prefix(least)), behind: 0)[least - 1] == 0xff)
        }
        // Behind options.
        let long = Self.stations + Self.ipv4(6, words: 6)
        #expect(body(Array(long.prefix(41)), behind: 0)[40] == nil)
        #expect(body(Array(long.prefix(42)), behind: 0)[41] == 0xff)
    }
}

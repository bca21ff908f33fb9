/// Makes frames that no protocol of the kernel answers: to everybody, with the EtherType for local experiments.
enum Frames {
    /// A frame of a number of bytes, at least 14, with a payload that is different for each seed.
    static func plain(_ count: Int, seed: UInt8 = 0) -> [UInt8] {
        header + [0x88, 0xb5] + payload(count - 14, seed)
    }

    /// A frame of a number of bytes, at least 18, with an IEEE 802.1Q tag.
    static func tagged(_ count: Int, vlan: UInt16 = 100, priority: UInt16 = 5, seed: UInt8 = 0) -> [UInt8] {
        let tag = priority << 13 | vlan
        return header + [0x81, 0x00, UInt8(tag >> 8), UInt8(tag & 0xff), 0x88, 0xb5] + payload(count - 18, seed)
    }

    /// A frame of 60 bytes from one station to another; `nil` stands for everybody.
    static func between(_ source: UInt8, _ destination: UInt8?, seed: UInt8 = 0) -> [UInt8] {
        address(destination) + address(source) + [0x88, 0xb5] + payload(46, seed)
    }

    private static func address(_ station: UInt8?) -> [UInt8] {
        station.map { [0x02, 0, 0, 0, 0, $0] } ?? [UInt8](repeating: 0xff, count: 6)
    }

    private static let header: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0, 0, 0, 0, 0x01]

    private static func payload(_ count: Int, _ seed: UInt8) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ count &+ Int(seed)) }
    }
}

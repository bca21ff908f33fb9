/// What a learning switch does with frames, as IEEE 802.1D-2004 §7.7 says it, in a dictionary: without ageing, limits and policies.
struct SwitchModel {
    /// Where a frame goes.
    enum Way: Equatable {
        case ports([Int])
        case nowhere(Fault)
    }

    /// Why a frame goes nowhere.
    enum Fault: Hashable {
        case runt
        case oversized
        case multicastSource
        case nullSource
        case reserved
        case reflected
    }

    /// The ports by address and VLAN.
    private var places: [[UInt8]: Int] = [:]
    private(set) var open: Set<Int>

    init(ports: Int) { open = Set(0..<ports) }

    mutating func close(_ port: Int) {
        open.remove(port)
        places = places.filter { $0.value != port }
    }

    mutating func way(of frame: [UInt8], from port: Int) -> Way {
        guard frame.count >= 14 else { return .nowhere(.runt) }
        let isTagged = [0x8100, 0x88a8].contains(frame.get16(12))
        guard !isTagged || frame.count >= 18 else { return .nowhere(.runt) }
        // 65,535 bytes of packet behind a header of 14 or 18 bytes.
        guard frame.count <= (isTagged ? 65_553 : 65_549) else { return .nowhere(.oversized) }
        guard frame[6] & 1 == 0 else { return .nowhere(.multicastSource) }
        guard frame[6..<12].contains(where: { $0 != 0 }) else { return .nowhere(.nullSource) }
        guard !(frame[..<5] == [0x01, 0x80, 0xc2, 0, 0] && frame[5] < 16) else { return .nowhere(.reserved) }
        let vlan = isTagged ? [frame[14] & 0x0f, frame[15]] : [0, 0]
        places[frame[6..<12] + vlan] = port
        let everyone = open.subtracting([port]).sorted()
        guard frame[0] & 1 == 0, let place = places[frame[..<6] + vlan] else { return .ports(everyone) }
        return place == port ? .nowhere(.reflected) : .ports([place])
    }
}

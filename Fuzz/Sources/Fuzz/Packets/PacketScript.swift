/// Makes packets of what the fuzzer made up: mostly sound ones, the next of a few flows, with a few bytes for each.
struct PacketScript {
    private var flows: [UInt8: (sequence: UInt32, identification: Int)] = [:]
    private var lastSize = 1_514
    private var lastKey: UInt8 = 0

    /// Takes a packet out of the input.
    ///
    ///     bits  7: others than TCP and UDP  6: as long as the last  5: something is odd  4: tag  3: UDP  2: IPv6  1–0: flow
    mutating func next(_ input: inout Input, from source: [UInt8], to destination: [UInt8]) -> Packet {
        let kind = input.choice()
        if kind & 0x40 == 0 { lastSize = input.length() }
        var packet = Packet(destination: destination, source: source, size: lastSize)
        packet.flow = kind & 3
        packet.isIPv6 = kind & 4 != 0
        if kind & 8 != 0 { packet.proto = Packet.udp }
        if kind & 0x10 != 0 { packet.tags = [[0x81, 0, 0, 5]] }
        if kind & 0x80 != 0 {
            if kind & 8 != 0 { packet.proto = 1 } else { packet.etherType = 0x0806 }
        }
        lastKey = kind & 0x9f
        if let state = flows[lastKey] { (packet.sequence, packet.identification) = state }
        if kind & 0x20 != 0 { for _ in 0...(input.choice() & 3) { packet.change(&input) } }
        remember(packet)
        return packet
    }

    /// The packet is the last of its flow for now.
    private mutating func remember(_ packet: Packet) {
        var next = packet
        next.advance()
        flows[lastKey] = (next.sequence, next.identification)
    }

    /// Makes the packet that was taken last, and further ones of its flow.
    mutating func burst(_ packet: Packet, count: Int) -> [Packet] {
        var packets = [packet]
        for _ in 0..<count {
            var next = packets[packets.count - 1]
            next.advance()
            packets.append(next)
        }
        remember(packets[packets.count - 1])
        return packets
    }
}

extension Packet {
    /// Takes one change out of the input.
    fileprivate mutating func change(_ input: inout Input) {
        switch input.choice() % 18 {
        case 0: tags = (0..<Int(input.choice() % 3)).map { _ in Self.tag(&input) }
        case 1:
            options =
                isIPv6
                ? (0...Int(input.choice() % 3)).map { _ in 1 + Int(input.choice() % 4) } : [Int(input.choice() % 11)]
        case 2: flags = input.choice()
        case 3: tcpOptions = Int(input.choice() % 11)
        case 4: networkLie = Int(Int8(bitPattern: input.choice()))
        case 5: networkLie = input.word()
        case 6: transportLie = Int(Int8(bitPattern: input.choice()))
        case 7: padding = Int(input.choice())
        case 8: checksum = Checksum.allCases[Int(input.choice()) % Checksum.allCases.count]
        case 9: sequence &+= UInt32(bitPattern: Int32(Int8(bitPattern: input.choice())))
        case 10: identification = (identification + Int(Int8(bitPattern: input.choice()))) & 0xffff
        case 11: typeOfService = input.choice()
        case 12: timeToLive = input.choice()
        case 13: window = input.choice()
        case 14: fragment = input.word()
        case 15: fill = input.choice()
        case 16: destination = Self.groups[Int(input.choice()) % Self.groups.count]
        default: edit(&input)
        }
    }

    private mutating func edit(_ input: inout Input) {
        let kind = input.choice()
        fixesChecksums = kind & 1 != 0
        // Most headers end within 256 bytes.
        let place = kind & 2 != 0 ? input.word() : Int(input.choice())
        edits.append((place, input.choice()))
    }

    private static func tag(_ input: inout Input) -> [UInt8] {
        let choice = input.choice()
        return (choice & 0x80 == 0 ? [0x81, 0] : [0x88, 0xa8]) + [choice & 0x60, choice & 0x1f]
    }

    /// Destinations that are not one station's: everyone, a group, those that a bridge keeps to itself, and zero.
    private static let groups: [[UInt8]] = [
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x33, 0x33, 0, 0, 0, 1], [0x01, 0x80, 0xc2, 0, 0, 0],
        [0x01, 0x80, 0xc2, 0, 0, 0x0e], [0x01, 0x80, 0xc2, 0, 0, 0x10], [0, 0, 0, 0, 0, 0],
    ]
}

/// Frames sorted by flow: within one they keep their order.
struct Flows {
    private var flows: [[UInt8]: [[UInt8]]] = [:]

    init(_ frames: [[UInt8]]) {
        for frame in frames { flows[Self.key(of: frame), default: []].append(frame) }
    }

    /// Fails unless `other` has the same frames, in the same order in each flow.
    ///
    /// - Parameter mayLose: whether some of them may be missing there.
    func compare(with other: Flows, mayLose: Bool, _ place: String) {
        for (key, arrived) in other.flows {
            guard let sent = flows[key] else { fatalError("\(place): not sent: \(Self.summary(arrived))") }
            guard !Self.isSame(sent, arrived) else { continue }
            let isRest = mayLose && Self.isRest(arrived, of: sent)
            require(isRest, "\(place): \(Self.summary(sent)) arrived as \(Self.summary(arrived))")
        }
        guard !mayLose, let lost = flows.first(where: { other.flows[$0.key] == nil }) else { return }
        fatalError("\(place): \(Self.summary(lost.value)) got lost")
    }

    private static func isSame(_ sent: [[UInt8]], _ arrived: [[UInt8]]) -> Bool {
        sent.count == arrived.count && zip(sent, arrived).allSatisfy { $0.isSame(as: $1) }
    }

    /// Whether what arrived is what was sent without some of it.
    private static func isRest(_ arrived: [[UInt8]], of sent: [[UInt8]]) -> Bool {
        var rest = sent[...]
        for frame in arrived {
            guard let index = rest.firstIndex(where: { $0.isSame(as: frame) }) else { return false }
            rest = rest[(index + 1)...]
        }
        return true
    }

    /// Addresses, tags, type; addresses, protocol and ports of IP packets that are whole.
    private static func key(of frame: [UInt8]) -> [UInt8] {
        guard frame.count >= 14 else { return frame }
        var network = 14
        while [0x8100, 0x88a8].contains(frame.get16(network - 2)), network + 4 <= frame.count { network += 4 }
        var key: [UInt8] = []
        key.reserveCapacity(64)
        key += frame[..<network]
        switch frame.get16(network - 2) {
        case 0x0800 where frame.count >= network + 24:
            key += frame[network + 12..<network + 20]
            let isWhole = frame.get16(network + 6) & 0x3fff == 0
            add(&key, isWhole ? frame[network + 9] : 0, frame, network + Int(frame[network] & 0x0f) * 4)
        case 0x86dd where frame.count >= network + 44:
            key += frame[network + 8..<network + 40]
            add(&key, frame[network + 6], frame, network + 40)
        default: break
        }
        return key
    }

    /// Adds the protocol, and the ports of TCP and UDP.
    private static func add(_ key: inout [UInt8], _ proto: UInt8, _ frame: [UInt8], _ place: Int) {
        key.append(proto)
        if proto == 6 || proto == 17, place + 4 <= frame.count { key += frame[place..<place + 4] }
    }

    private static func summary(_ frames: [[UInt8]]) -> String {
        "\(frames.count) frames of \(frames.map(\.count).prefix(8)), first \(frames.first?.prefix(100) ?? [])"
    }
}

internal import Frame

/// Sorts frames into flows: the addresses and ports of TCP and UDP, the addresses of other IP packets, the MAC addresses of others.
package struct FlowHash {
    /// Random, so that nobody can choose flows that share a queue with another's.
    private let seed: UInt64

    package init(seed: UInt64 = .random(in: .min ... .max)) { self.seed = seed }

    /// A number that is the same for all frames of a flow.
    package func callAsFunction(_ frame: UnsafeRawBufferPointer) -> UInt64 {
        var offset = 12
        var type = word16(frame, offset)
        while EtherType(rawValue: type).isTag, offset + 18 <= frame.count {
            offset += EthernetHeader.tagLength
            type = word16(frame, offset)
        }
        let network = offset + 2
        switch EtherType(rawValue: type) {
        case .ipv4 where frame.count >= network + 24:
            let addresses = mixed(seed, frame, network + 12, 8)
            // A fragment has no ports but in the first.
            let isWhole = word16(frame, network + 6) & 0x3fff == 0
            return ports(frame, network + Int(frame[network] & 0x0f) * 4, isWhole ? frame[network + 9] : 0, addresses)
        case .ipv6 where frame.count >= network + 44:
            return ports(frame, network + 40, frame[network + 6], mixed(seed, frame, network + 8, 32))
        default: return mixed(seed, frame, 0, 8) ^ mixed(seed, frame, 4, 8)
        }
    }

    private func ports(_ frame: UnsafeRawBufferPointer, _ offset: Int, _ proto: UInt8, _ addresses: UInt64) -> UInt64 {
        guard proto == 6 || proto == 17, offset + 4 <= frame.count else { return mix(addresses, UInt64(proto)) }
        return mix(addresses, UInt64(frame.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) << 8 | UInt64(proto))
    }

    /// Mixes in `count` bytes, a multiple of eight; the caller has checked that they are there.
    private func mixed(_ hash: UInt64, _ frame: UnsafeRawBufferPointer, _ offset: Int, _ count: Int) -> UInt64 {
        stride(from: offset, to: offset + count, by: 8)
            .reduce(hash) { mix($0, frame.loadUnaligned(fromByteOffset: $1, as: UInt64.self)) }
    }

    private func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
        let product = (hash ^ value).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        return product.high ^ product.low
    }

    private func word16(_ frame: UnsafeRawBufferPointer, _ offset: Int) -> UInt16 {
        UInt16(bigEndian: frame.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
}

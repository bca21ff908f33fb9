import Conformance
import Frame

@testable import WebSocket

/// What the node under test is made of.
struct NodeSetting {
    /// Whether bytes are thrown at it that are no frames.
    let isRaw: Bool
    private let first: UInt8
    private let second: UInt8

    /// Takes two bytes.
    ///
    ///     first   7: raw  6: a second device  5–4: what the device takes  3–2: whether tunnels compress  1–0: whether they are clients
    ///     second  7: whether their sockets are narrow  6–2: how they compress  5: and how much may wait for them
    ///             1–0: what the second device takes
    init(_ input: inout Input) {
        (first, second) = (input.choice(), input.choice())
        isRaw = first & 0x80 != 0
    }

    /// Two tunnels, and one or two devices.
    func ports(on loop: ManualLoop) -> [NodePort] {
        var ports = (0..<2).map { tunnel(first >> UInt8($0), on: loop) }
        ports.append(NodePort(device: offloads(first >> 4), on: loop))
        if first & 0x40 != 0 { ports.append(NodePort(device: offloads(second), on: loop)) }
        return ports
    }

    private func tunnel(_ bits: UInt8, on loop: ManualLoop) -> NodePort {
        let side = Compression.Side(windowBits: 9 + Int(second >> 2 & 7) % 7, keepsContext: second & 0x20 == 0)
        let compression = Compression(local: side, remote: side, level: 1, minimumSize: second & 0x40 == 0 ? 0 : 64)
        return NodePort(
            tunnel: bits & 1 == 0 ? .server : .client, compression: bits & 4 == 0 ? nil : compression,
            isNarrow: second & 0x80 != 0, memory: second & 0x20 == 0 ? 128 * 1024 : 256 * 1024 * 1024, on: loop)
    }

    private func offloads(_ bits: UInt8) -> LinkCapabilities? {
        switch bits & 3 {
        case 0: [.partialChecksum, .segmentsTCP4, .segmentsTCP6, .segmentsUDP]
        case 1: [.partialChecksum, .segmentsTCP4, .segmentsTCP6]
        case 2: .partialChecksum
        default: nil
        }
    }
}

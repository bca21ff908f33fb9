import Frame

@testable import Offloading

/// Frames that are nearly segments of flows: what is joined comes apart again, byte for byte and in order.
///
/// It is taken apart by a slow way of cutting that has nothing in common with the project's own.
func fuzzJoiner(_ input: Input) -> CInt {
    var input = input
    let choice = input.choice()
    let headroom = Int(choice >> 4)
    let joiner = Joiner(flows: 1 + Int(choice & 7), headroom: headroom, joinsUDP: choice & 8 == 0)
    var (sent, written): ([[UInt8]], [[UInt8]]) = ([], [])
    let write: Joiner.Write = { frame, offload in
        var headed = HeadedFrame(Array(UnsafeRawBufferPointer(rebasing: frame[headroom...])))
        if offload != .none { headed.mark(offload) }
        guard let frames = headed.ordinaryFrames else { fatalError("a super-frame that cannot be cut") }
        require(frame.count - headroom <= 65_549, "a packet that is longer than any")
        require(offload.segmentation != .udp || frames.count <= 64, "more datagrams than a kernel takes")
        written += frames
    }
    var script = PacketScript()
    var budget = 350_000
    while !input.isEmpty, sent.count < 400, budget > 0 {
        let steps = input.choice()
        guard steps != 0xff else { joiner.flush(write); continue }
        let packet = script.next(&input, from: [2, 0, 0, 0, 0, 1], to: [2, 0, 0, 0, 0, 2])
        // Most come alone.
        let burst = steps < 0x80 ? 0 : Int(steps & 0x7f)
        for frame in script.burst(packet, count: min(burst, budget / max(1, packet.size))).map(\.frame) {
            sent.append(frame)
            budget -= frame.count
            frame.withUnsafeBytes { if !joiner.take($0, write) { written.append(frame) } }
        }
    }
    joiner.flush(write)
    Flows(sent).compare(with: Flows(written), mayLose: false, "joiner")
    return 0
}

extension HeadedFrame {
    /// Puts down what a device is told.
    mutating func mark(_ offload: Offload) {
        flags = (offload.needsChecksum ? 1 : 0) | (offload.isChecksumValid ? 2 : 0)
        type = offload.segmentation.rawValue | (offload.hasECN ? 0x80 : 0)
        (headerLength, segmentSize) = (Int(offload.headerLength), Int(offload.segmentSize))
        (start, offset) = (Int(offload.checksumStart), Int(offload.checksumOffset))
    }

    /// What the project's own code is told; `nil` for a type that it does not know.
    var offload: Offload? {
        guard let segmentation = Offload.Segmentation(rawValue: type & 0x7f) else { return nil }
        return Offload(
            segmentation: segmentation, hasECN: type & 0x80 != 0, needsChecksum: flags & 1 != 0,
            isChecksumValid: flags & 2 != 0, headerLength: UInt16(headerLength & 0xffff),
            segmentSize: UInt16(segmentSize & 0xffff), checksumStart: UInt16(start & 0xffff),
            checksumOffset: UInt16(offset & 0xffff))
    }
}

import Frame
import Offloading

/// Frames that are nearly segments of flows: what is joined comes apart again, byte for byte.
func fuzzJoiner(_ input: Input) -> CInt {
    var script = SegmentScript(input)
    let frames = script.frames
    var written: [[UInt8]] = []
    let headroom = 12
    let joiner = Joiner(flows: 2, headroom: headroom, joinsUDP: true)
    let write: Joiner.Write = { frame, offload in
        let frame = UnsafeRawBufferPointer(rebasing: frame[headroom...])
        guard offload.segmentation != .none || offload.needsChecksum else { return written.append(Array(frame)) }
        let isSound = OrdinaryFrames.forEach(of: frame.bytes, offload) { ordinary in
            written.append(ordinary.withUnsafeBytes { Array($0) })
        }
        require(isSound, "a super-frame that cannot be cut")
    }
    for frame in frames {
        frame.withUnsafeBytes { bytes in
            if !joiner.take(bytes, write) { written.append(frame) }
        }
    }
    joiner.flush(write)
    let (before, after) = (frames.sorted(by: precedes), written.sorted(by: precedes))
    require(before == after, "other frames came out: \(before) are not \(after)")
    return 0
}

private func precedes(_ one: [UInt8], _ other: [UInt8]) -> Bool { one.lexicographicallyPrecedes(other) }

/// Segments of one flow, one after the other, some changed in a byte or two.
private struct SegmentScript {
    private var input: Input
    private let isIPv6: Bool
    private let isUDP: Bool
    private let fixesChecksums: Bool
    private var sequence: UInt32 = 0xffff_ff00
    private var identification: UInt16 = 0xfffe

    init(_ input: Input) {
        self.input = input
        let choice = self.input.choice()
        (isIPv6, isUDP, fixesChecksums) = (choice & 1 != 0, choice & 2 != 0, choice & 4 == 0)
    }

    var frames: [[UInt8]] {
        mutating get {
            var frames: [[UInt8]] = []
            while !input.bytes.isEmpty, frames.count < 40 { frames.append(next()) }
            return frames
        }
    }

    private mutating func next() -> [UInt8] {
        let payload = [UInt8](repeating: input.choice(), count: Int(input.choice()))
        let header = isUDP ? udp(payload.count) : tcp()
        var frame: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + (isIPv6 ? [0x86, 0xdd] : [0x08, 0x00])
        frame += network(header.count + payload.count) + header + payload
        sequence &+= UInt32(payload.count)
        identification &+= 1
        change(&frame)
        if fixesChecksums { frame = Checksums.fixed(frame, isIPv6: isIPv6, isUDP: isUDP) }
        change(&frame)
        return frame
    }

    /// Changes up to three bytes, mostly none.
    private mutating func change(_ frame: inout [UInt8]) {
        let count = input.choice()
        for _ in 0..<(count < 4 ? count : 0) {
            let place = Int(input.choice())
            if place < frame.count { frame[place] = input.choice() }
        }
    }

    private func network(_ length: Int) -> [UInt8] {
        if isIPv6 {
            let addresses = [0xfd] + [UInt8](repeating: 0, count: 30) + [2]
            return [0x60, 0, 0, 0] + big(length) + [isUDP ? 17 : 6, 64] + addresses
        }
        let numbers = big(20 + length) + big(Int(identification)) + [0x40, 0, 64, isUDP ? 17 : 6, 0, 0]
        return [0x45, 0] + numbers + [10, 0, 0, 1, 10, 0, 0, 2]
    }

    private func tcp() -> [UInt8] {
        let numbers = big(Int(sequence >> 16)) + big(Int(sequence & 0xffff)) + [0, 0, 0, 77]
        return [0x03, 0xe8, 0x07, 0xd0] + numbers + [0x50, 0x10, 1, 0, 0, 0, 0, 0]
    }

    private func udp(_ length: Int) -> [UInt8] { [0x03, 0xe8, 0x07, 0xd0] + big(8 + length) + [0, 0] }

    private func big(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 0xff), UInt8(number & 0xff)] }
}

internal import Frame

/// Consecutive segments of one flow, put together: the first one's headers and all payloads, in one piece.
///
/// A plain value in memory that its owner frees, so that working on it counts no references.
struct Run {
    private let memory: UnsafeMutableRawBufferPointer
    private let headroom: Int
    private(set) var flowKey: UInt64 = 0
    /// The segments in it; 0 means that it is free.
    private(set) var count = 0
    /// Whether nothing may be joined any more.
    private(set) var isComplete = false
    private var layout = PacketLayout.none
    /// Bytes of headers and payload.
    private var length = 0
    private var segmentSize = 0
    private var nextSequence: UInt32 = 0
    private var nextIdentification: UInt16 = 0

    /// The most bytes that headers and payloads may have.
    ///
    /// Those that are joined have no tag. A longer frame is not joined, nor held.
    private static let maximumLength = FrameSize.maximumUntagged
    /// The most datagrams in one UDP super-frame: older kernels take no more (`UDP_MAX_SEGMENTS`).
    private static let mostDatagrams = 64

    /// - Parameter headroom: bytes left free in front of what ``finish()`` returns.
    init(headroom: Int) {
        self.headroom = headroom
        memory = .allocate(byteCount: headroom + Self.maximumLength, alignment: 64)
    }

    func deallocate() { memory.deallocate() }

    /// The headers of the first segment, and what is behind them.
    private var contents: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: memory[headroom...]) }

    var header: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: contents[..<layout.payload]) }

    /// Begins with `segment`.
    ///
    /// - Returns: `false`, and stays free, if its checksum is wrong or it is too long.
    mutating func begin(with segment: Segment) -> Bool {
        guard segment.frame.count <= Self.maximumLength else { return false }
        layout = segment.layout
        contents.copyMemory(from: UnsafeRawBufferPointer(rebasing: segment.frame[..<layout.payload]))
        length = layout.payload
        segmentSize = segment.payloadLength
        flowKey = segment.flowKey
        guard append(segment) else { return false }
        (count, isComplete) = (1, segment.isPushed)
        return true
    }

    /// Whether `segment`, of the same flow, comes next and differs in nothing that a receiver could notice.
    func isContinued(by segment: Segment) -> Bool {
        guard !isComplete, segment.layout == layout.with(end: segment.layout.end) else { return false }
        guard segment.payloadLength <= segmentSize, length + segment.payloadLength <= Self.maximumLength else {
            return false
        }
        guard layout.isIPv6 || segment.identification == nextIdentification else { return false }
        guard layout.isUDP ? count < Self.mostDatagrams : segment.sequence == nextSequence else { return false }
        return segment.continues(header)
    }

    /// Joins `segment`, which ``isContinued(by:)`` has approved.
    ///
    /// - Returns: `false`, and stays as it was, if its checksum is wrong.
    mutating func join(_ segment: Segment) -> Bool {
        guard append(segment) else { return false }
        count += 1
        if segment.isPushed { contents[layout.transport + 13] |= TCPFlags.psh }
        isComplete = segment.isPushed || segment.payloadLength < segmentSize
        return true
    }

    /// Ends the run, which is free afterwards.
    ///
    /// - Returns: the frame, with ``headroom`` bytes in front of it, until the run begins anew; and what is left to do to it.
    mutating func finish() -> (UnsafeMutableRawBufferPointer, Offload) {
        let isJoined = count > 1
        count = 0
        let frame = UnsafeMutableRawBufferPointer(rebasing: memory[..<(headroom + length)])
        return (frame, isJoined ? completeHeaders() : .none)
    }

    /// Copies the payload, and adds it up on the way.
    ///
    /// - Returns: `false` if there is no room, or its checksum is wrong.
    private mutating func append(_ segment: Segment) -> Bool {
        let payload = UnsafeRawBufferPointer(rebasing: segment.frame[segment.layout.payload..<segment.layout.end])
        let room = UnsafeMutableRawBufferPointer(rebasing: contents[length...])
        guard let payloadSum = InternetChecksum.copy(payload, to: room, mask: 0),
            segment.isIntact(payloadSum: payloadSum)
        else { return false }
        length += payload.count
        if !layout.isUDP { nextSequence = segment.sequence &+ UInt32(truncatingIfNeeded: payload.count) }
        if !layout.isIPv6 { nextIdentification = segment.identification &+ 1 }
        return true
    }

    /// Makes the first segment's headers those of the whole, its checksum partial.
    private func completeHeaders() -> Offload {
        let frame = contents
        let transportLength = length - layout.transport
        if layout.isIPv6 {
            frame.setBigEndian16(length - layout.network - 40, at: layout.network + 4)
        } else {
            frame.setBigEndian16(length - layout.network, at: layout.network + 2)
            frame.setBigEndian16(0, at: layout.network + 10)
            let sum = InternetChecksum.sum(UnsafeRawBufferPointer(rebasing: frame[layout.network..<layout.transport]))
            frame.storeBytes(of: ~InternetChecksum.fold(sum), toByteOffset: layout.network + 10, as: UInt16.self)
        }
        if layout.isUDP { frame.setBigEndian16(transportLength, at: layout.transport + 4) }
        let pseudoHeader =
            layout.addressSum(of: UnsafeRawBufferPointer(frame)) &+ InternetChecksum.term(transportLength)
        frame.storeBytes(of: InternetChecksum.fold(pseudoHeader), toByteOffset: layout.checksum, as: UInt16.self)
        return Offload(
            segmentation: layout.isUDP ? .udp : layout.isIPv6 ? .tcp6 : .tcp4,
            needsChecksum: true,
            headerLength: UInt16(layout.payload),
            segmentSize: UInt16(segmentSize),
            checksumStart: UInt16(layout.transport),
            checksumOffset: UInt16(layout.checksum - layout.transport)
        )
    }
}

internal import Frame
internal import Offloading
internal import WebSocket

/// Writes frames as messages: one message for an ordinary frame, many for a super-frame.
///
/// A frame is cut, its checksums are completed, and it is masked, all while it is copied to where it will be sent from: each byte is
/// read once and written once.
struct MessageWriter: ~Copyable {
    /// Whether messages are compressed, each with those before it in mind: they must be written in the order in which they are sent.
    let isCompressing: Bool
    private var encoder: MessageEncoder
    private var keys: MaskingKeys?

    /// Bytes that were written, and how many of them are the first message.
    typealias Written = (byteCount: Int, first: Int)

    /// - Parameters:
    ///   - role: of this side; a client masks what it sends (RFC 6455 §5.3).
    ///   - compression: what was agreed on, if anything.
    init(role: Role, compression: Compression?) {
        isCompressing = compression != nil
        encoder = MessageEncoder(role: role, compression: compression)
        keys = role == .client ? MaskingKeys() : nil
    }

    /// What may be left to do to a frame: anything, or nothing where messages are compressed, because the compressor must see each whole.
    var capabilities: LinkCapabilities {
        isCompressing ? [] : [.partialChecksum, .segmentsTCP4, .segmentsTCP6, .segmentsUDP]
    }

    /// The most bytes that a payload of `byteCount` bytes takes.
    func maximumSize(of byteCount: Int) -> Int { encoder.maximumEncodedSize(of: byteCount) }

    /// Writes a message or a control frame, and tells its length.
    mutating func write(_ opcode: Opcode, _ payload: RawSpan, to room: UnsafeMutableRawBufferPointer) -> Int {
        encoder.encode(opcode, payload, maskingKey: keys?.next() ?? 0, into: room)
    }

    /// Writes a close frame, of at most ``MessageEncoder/maximumControlSize`` bytes, and tells its length.
    mutating func writeClose(_ code: CloseCode, to room: UnsafeMutableRawBufferPointer) -> Int {
        encoder.encodeClose(code, maskingKey: keys?.next() ?? 0, into: room)
    }

    /// Writes the messages that stand for a frame.
    ///
    /// - Parameter lend: lends room for at most the number of bytes that it is given; does not use the writer.
    /// - Returns: `nil` if there is no room, or the metadata makes no sense.
    mutating func write(
        _ frame: UnsafeRawBufferPointer,
        _ offload: Offload,
        lending lend: (Int) -> UnsafeMutableRawBufferPointer?
    ) -> Written? {
        if offload.required.isEmpty { return writeWhole(frame, lending: lend) }
        return offload.segmentation == .none
            ? writeCompleting(frame, offload, lending: lend) : writeSegments(of: frame, offload, lending: lend)
    }

    private mutating func writeWhole(
        _ frame: UnsafeRawBufferPointer,
        lending lend: (Int) -> UnsafeMutableRawBufferPointer?
    ) -> Written? {
        guard let room = lend(maximumSize(of: frame.count)) else { return nil }
        let count = write(.binary, frame.bytes, to: room)
        return (count, count)
    }

    /// Writes an ordinary frame, the checksum of which is partial.
    private mutating func writeCompleting(
        _ frame: UnsafeRawBufferPointer,
        _ offload: Offload,
        lending lend: (Int) -> UnsafeMutableRawBufferPointer?
    ) -> Written? {
        guard let checksum = PartialChecksum.complete(frame, offload) else { return nil }
        let key = keys?.next()
        let message = FrameHeader(opcode: .binary, maskingKey: key, payloadLength: frame.count)
        guard let room = lend(message.length + frame.count) else { return nil }
        let body = UnsafeMutableRawBufferPointer(rebasing: room[message.write(into: room)...])
        Masking.copy(from: frame, to: body, key: key ?? 0)
        let place = UnsafeMutableRawBufferPointer(rebasing: body[checksum.offset..<checksum.offset + 2])
        place.storeBytes(of: checksum.value, as: UInt16.self)
        Masking.apply(key ?? 0, phase: checksum.offset, to: place)
        return (message.length + frame.count, message.length + frame.count)
    }

    private mutating func writeSegments(
        of superFrame: UnsafeRawBufferPointer,
        _ offload: Offload,
        lending lend: (Int) -> UnsafeMutableRawBufferPointer?
    ) -> Written? {
        guard let segmenter = Segmenter(superFrame, offload) else { return nil }
        let most =
            segmenter.count
            * (FrameHeader.length(payloadLength: segmenter.longestFrame, isMasked: true) + segmenter.longestFrame)
        guard let room = lend(most) else { return nil }
        var (length, first) = (0, 0)
        let isWhole = withUnsafeTemporaryAllocation(byteCount: Segmenter.maximumHeaderLength, alignment: 8) { header in
            segmenter.prepareHeader(header)
            for index in segmenter.indices {
                let free = UnsafeMutableRawBufferPointer(rebasing: room[length...])
                guard let count = write(index, of: segmenter, superFrame, header, to: free) else { return false }
                length += count
                if first == 0 { first = length }
            }
            return true
        }
        return isWhole ? (length, first) : nil
    }

    /// Writes one message with one segment.
    ///
    /// - Returns: `nil` if there is no room.
    private mutating func write(
        _ index: Int,
        of segmenter: Segmenter,
        _ superFrame: UnsafeRawBufferPointer,
        _ header: UnsafeMutableRawBufferPointer,
        to room: UnsafeMutableRawBufferPointer
    ) -> Int? {
        let range = segmenter.payload(of: index)
        let key = keys?.next()
        let message = FrameHeader(opcode: .binary, maskingKey: key, payloadLength: segmenter.headerLength + range.count)
        guard message.length + message.payloadLength <= room.count, segmenter.headerLength <= header.count else {
            return nil
        }
        let body = message.write(into: room)
        let tail = body + segmenter.headerLength
        let sum = InternetChecksum.copy(
            UnsafeRawBufferPointer(rebasing: superFrame[range]),
            to: UnsafeMutableRawBufferPointer(rebasing: room[tail...]),
            mask: Masking.word(key ?? 0, phase: segmenter.headerLength)
        )
        guard let sum else { return nil }
        segmenter.writeHeader(of: index, payloadSum: sum, to: header)
        let front = UnsafeRawBufferPointer(rebasing: header[..<segmenter.headerLength])
        Masking.copy(from: front, to: UnsafeMutableRawBufferPointer(rebasing: room[body...]), key: key ?? 0)
        return tail + range.count
    }
}

internal import Frame
internal import Offloading
internal import WebSocket

// A frame becomes a message, a super-frame many. It is cut, its checksums are completed, and it is masked, all while it is copied to
// where it will be sent from: each byte is read once and written once.
extension WebSocketLink {
    /// Bytes that were written, and how many of them are the first message.
    typealias Encoded = (byteCount: Int, first: Int)

    /// Writes the messages that stand for a frame.
    ///
    /// - Parameter lend: lends room for so many bytes at most.
    /// - Returns: `nil` if there is no room, or the metadata makes no sense.
    func encode(
        _ frame: UnsafeRawBufferPointer,
        _ offload: Offload,
        lending lend: (Int) -> UnsafeMutableRawBufferPointer?
    ) -> Encoded? {
        if offload.required.isEmpty { return encodeWhole(frame, lending: lend) }
        return offload.segmentation == .none
            ? encodeCompleting(frame, offload, lending: lend) : encodeSegments(of: frame, offload, lending: lend)
    }

    private func encodeWhole(
        _ frame: UnsafeRawBufferPointer,
        lending lend: (Int) -> UnsafeMutableRawBufferPointer?
    ) -> Encoded? {
        guard let room = lend(maximumSize(of: frame.count)) else { return nil }
        let count = encode(.binary, frame.bytes, into: room)
        return (count, count)
    }

    /// Writes an ordinary frame, the checksum of which is partial.
    private func encodeCompleting(
        _ frame: UnsafeRawBufferPointer,
        _ offload: Offload,
        lending lend: (Int) -> UnsafeMutableRawBufferPointer?
    ) -> Encoded? {
        guard let checksum = PartialChecksum.complete(frame, offload) else { return nil }
        let key = nextMaskingKey()
        let message = FrameHeader(opcode: .binary, maskingKey: key, payloadLength: frame.count)
        guard let room = lend(message.length + frame.count) else { return nil }
        let body = UnsafeMutableRawBufferPointer(rebasing: room[message.write(into: room)...])
        Masking.copy(from: frame, to: body, key: key ?? 0)
        let place = UnsafeMutableRawBufferPointer(rebasing: body[checksum.offset..<checksum.offset + 2])
        place.storeBytes(of: checksum.value, as: UInt16.self)
        Masking.apply(key ?? 0, phase: checksum.offset, to: place)
        return (message.length + frame.count, message.length + frame.count)
    }

    private func encodeSegments(
        of superFrame: UnsafeRawBufferPointer,
        _ offload: Offload,
        lending lend: (Int) -> UnsafeMutableRawBufferPointer?
    ) -> Encoded? {
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
    private func write(
        _ index: Int,
        of segmenter: Segmenter,
        _ superFrame: UnsafeRawBufferPointer,
        _ header: UnsafeMutableRawBufferPointer,
        to room: UnsafeMutableRawBufferPointer
    ) -> Int? {
        let range = segmenter.payload(of: index)
        let key = nextMaskingKey()
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

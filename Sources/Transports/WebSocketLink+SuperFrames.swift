internal import Frame
internal import Offloading
internal import WebSocket

// A super-frame is cut, its checksums are completed, and it is masked, all while it is copied into the egress queue: each byte is
// read once and written once.
extension WebSocketLink {
    /// Queues the frames that a super-frame stands for, all or none; `false` also if its metadata makes no sense.
    ///
    /// - Parameter first: the first segment to send: 1 leaves one out.
    func queueSuperFrame(_ frame: UnsafeRawBufferPointer, _ offload: Offload, from first: Int = 0) -> Bool {
        guard offload.segmentation != .none else { return queueCompleting(frame, offload) }
        guard let segmenter = Segmenter(frame, offload), first < segmenter.count else { return false }
        let most =
            segmenter.count
            * (FrameHeader.length(payloadLength: segmenter.longestFrame, isMasked: true) + segmenter.longestFrame)
        guard let room = stream.egress.room(for: most) else { return false }
        var length = 0
        withUnsafeTemporaryAllocation(byteCount: Segmenter.maximumHeaderLength, alignment: 8) { header in
            for index in first..<segmenter.count {
                let free = UnsafeMutableRawBufferPointer(rebasing: room[length...])
                length += write(index, of: segmenter, frame, header, to: free)
            }
        }
        stream.egress.commit(length)
        return true
    }

    /// Writes one message with one segment.
    private func write(
        _ index: Int,
        of segmenter: Segmenter,
        _ superFrame: UnsafeRawBufferPointer,
        _ header: UnsafeMutableRawBufferPointer,
        to room: UnsafeMutableRawBufferPointer
    ) -> Int {
        let range = segmenter.payload(of: index)
        let key = nextMaskingKey()
        let message = FrameHeader(opcode: .binary, maskingKey: key, payloadLength: segmenter.headerLength + range.count)
        let body = message.write(into: room)
        let tail = body + segmenter.headerLength
        let sum = InternetChecksum.copy(
            UnsafeRawBufferPointer(rebasing: superFrame[range]),
            to: UnsafeMutableRawBufferPointer(rebasing: room[tail...]),
            mask: Masking.word(key ?? 0, phase: segmenter.headerLength)
        )
        segmenter.writeHeader(of: index, payloadSum: sum, to: header)
        let front = UnsafeRawBufferPointer(rebasing: header[..<segmenter.headerLength])
        Masking.copy(from: front, to: UnsafeMutableRawBufferPointer(rebasing: room[body...]), key: key ?? 0)
        return tail + range.count
    }

    /// Queues an ordinary frame, the checksum of which is partial.
    private func queueCompleting(_ frame: UnsafeRawBufferPointer, _ offload: Offload) -> Bool {
        guard let checksum = PartialChecksum.complete(frame, offload) else { return false }
        let key = nextMaskingKey()
        let message = FrameHeader(opcode: .binary, maskingKey: key, payloadLength: frame.count)
        guard let room = stream.egress.room(for: message.length + frame.count) else { return false }
        let body = UnsafeMutableRawBufferPointer(rebasing: room[message.write(into: room)...])
        Masking.copy(from: frame, to: body, key: key ?? 0)
        let place = UnsafeMutableRawBufferPointer(rebasing: body[checksum.offset..<checksum.offset + 2])
        place.storeBytes(of: checksum.value, as: UInt16.self)
        Masking.apply(key ?? 0, phase: checksum.offset, to: place)
        stream.egress.commit(message.length + frame.count)
        return true
    }
}

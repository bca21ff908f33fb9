package import Frame

/// The frames that a super-frame stands for, for links that take no other: one copy more than a link makes that cuts for itself.
package enum OrdinaryFrames {
    /// Does what `offload` leaves to do to `frame`, and passes on each frame that results, valid during the call of `body`.
    ///
    /// - Returns: `false` if the metadata does not fit the frame; nothing was passed on then.
    package static func forEach(of frame: RawSpan, _ offload: Offload, _ body: (RawSpan) -> Void) -> Bool {
        frame.withUnsafeBytes { bytes in
            guard offload.segmentation != .none else { return complete(bytes, offload, body) }
            guard let segmenter = Segmenter(bytes, offload) else { return false }
            withUnsafeTemporaryAllocation(byteCount: segmenter.longestFrame, alignment: 8) { buffer in
                segmenter.prepareHeader(buffer)
                for index in segmenter.indices {
                    let payload = UnsafeRawBufferPointer(rebasing: bytes[segmenter.payload(of: index)])
                    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[segmenter.headerLength...])
                    guard let sum = InternetChecksum.copy(payload, to: room, mask: 0) else { return }
                    segmenter.writeHeader(of: index, payloadSum: sum, to: buffer)
                    body(UnsafeRawBufferPointer(rebasing: buffer[..<(segmenter.headerLength + payload.count)]).bytes)
                }
            }
            return true
        }
    }

    private static func complete(_ frame: UnsafeRawBufferPointer, _ offload: Offload, _ body: (RawSpan) -> Void) -> Bool
    {
        guard let checksum = PartialChecksum.complete(frame, offload) else { return false }
        withUnsafeTemporaryAllocation(byteCount: frame.count, alignment: 8) { buffer in
            buffer.copyMemory(from: frame)
            buffer.storeBytes(of: checksum.value, toByteOffset: checksum.offset, as: UInt16.self)
            body(UnsafeRawBufferPointer(buffer).bytes)
        }
        return true
    }
}

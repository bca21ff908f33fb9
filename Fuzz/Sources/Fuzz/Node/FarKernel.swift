import Glibc

/// The far end of a device: what a kernel is behind a TAP.
final class FarKernel: FarEnd {
    let descriptor: CInt
    /// Whether a `virtio_net_hdr` stands in front of each frame.
    let hasHeader: Bool
    /// Frames that came, as they stand on a wire, in order.
    private(set) var frames: [[UInt8]] = []
    /// Frames that came with a header that contradicts them.
    private(set) var contradictions = 0
    private var outgoing: [[UInt8]] = []

    init(_ descriptor: CInt, hasHeader: Bool) { (self.descriptor, self.hasHeader) = (descriptor, hasHeader) }

    /// Bytes that wait to be written.
    var pendingOutputCount: Int { outgoing.reduce(0) { $0 + $1.count } }

    /// Queues what is read in one piece; a socket pair cannot carry nothing.
    func queue(_ bytes: [UInt8]) { if !bytes.isEmpty { outgoing.append(bytes) } }

    /// Writes whole frames, as many as the socket takes.
    ///
    /// - Returns: whether it took something.
    func write(atMost limit: Int) -> Bool {
        var count = 0
        while count < outgoing.count, Glibc.write(descriptor, outgoing[count], outgoing[count].count) > 0 { count += 1 }
        outgoing.removeFirst(count)
        return count > 0
    }

    /// Reads what has come.
    ///
    /// - Returns: whether there was something.
    func read() -> Bool {
        let before = frames.count + contradictions
        while let bytes = readOne() {
            guard hasHeader else {
                frames.append(bytes)
                continue
            }
            guard let headed = HeadedFrame(reading: bytes) else { fatalError("a frame without a header") }
            guard let ordinary = headed.ordinaryFrames else {
                contradictions += 1
                continue
            }
            frames += ordinary
        }
        return frames.count + contradictions > before
    }

    private func readOne() -> [UInt8]? {
        withUnsafeTemporaryAllocation(byteCount: 70_000, alignment: 8) { buffer in
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            return count > 0 ? Array(UnsafeRawBufferPointer(rebasing: buffer[..<count])) : nil
        }
    }
}

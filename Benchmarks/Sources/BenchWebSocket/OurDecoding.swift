import WebSocket

/// Our decoder, as a link uses it: frames are unmasked where they were received, and borrowed from there.
///
/// Receiving is a copy here, and counts.
final class OurDecoding: Work {
    let messages: Int
    private var decoder: MessageDecoder
    private let wire: [UInt8]
    private let buffer: UnsafeMutableRawBufferPointer
    private var total = 0

    init(_ scenario: Scenario) {
        messages = scenario.batch
        // Without context: the same bytes are decoded again and again.
        let side = Compression.Side(windowBits: 15, keepsContext: false)
        let compression = scenario.isCompressed ? Compression(local: side, remote: side) : nil
        wire = OurEncoding(scenario, compression).encoded
        decoder = MessageDecoder(
            role: scenario.isMasked ? .server : .client,
            limits: Limits(maximumMessageSize: 1 << 20),
            compression: compression
        )
        buffer = .allocate(byteCount: wire.count, alignment: 64)
    }

    deinit { buffer.deallocate() }

    func run() {
        buffer.copyBytes(from: wire)
        var (offset, found) = (0, 0)
        while case .message(_, let payload)? = try? decoder.next(in: buffer, at: &offset) {
            total &+= decoder.bytes(of: payload, in: buffer).count
            found += 1
        }
        precondition(found == messages, "\(found) messages instead of \(messages)")
    }
}

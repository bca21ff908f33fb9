import WebSocket

/// Our encoder, as a link uses it: each message is masked, or copied, into an egress buffer behind the one before.
final class OurEncoding: Work {
    let messages: Int
    private var encoder: MessageEncoder
    private let payload: [UInt8]
    private let output: UnsafeMutableRawBufferPointer

    convenience init(_ scenario: Scenario) { self.init(scenario, scenario.isCompressed ? Compression() : nil) }

    init(_ scenario: Scenario, _ compression: Compression?) {
        messages = scenario.batch
        payload = scenario.payload
        encoder = MessageEncoder(role: scenario.isMasked ? .client : .server, compression: compression)
        output = .allocate(byteCount: messages * encoder.maximumEncodedSize(of: payload.count), alignment: 64)
    }

    deinit { output.deallocate() }

    func run() { _ = encode() }

    /// What ``run()`` makes.
    var encoded: [UInt8] {
        let end = encode()
        return Array(output[..<end])
    }

    private func encode() -> Int {
        var end = 0
        for _ in 0..<messages {
            let room = UnsafeMutableRawBufferPointer(rebasing: output[end...])
            end += payload.withUnsafeBytes { bytes in
                encoder.encode(.binary, bytes.bytes, maskingKey: 0x0403_0201, into: room)
            }
        }
        return end
    }
}

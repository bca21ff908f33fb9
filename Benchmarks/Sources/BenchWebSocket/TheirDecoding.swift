import NIOCore
import NIOEmbedded
import NIOWebSocket

/// NIO's decoder in a pipeline by itself: it is given a batch in one buffer, and each frame is taken out and unmasked.
final class TheirDecoding: Work {
    let messages: Int
    private let channel = EmbeddedChannel()
    private let wire: ByteBuffer
    private var total = 0

    init(_ scenario: Scenario) {
        messages = scenario.batch
        wire = TheirEncoding(scenario).encoded
        let decoder = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1 << 20))
        orFail { try channel.pipeline.syncOperations.addHandler(decoder) }
    }

    func run() {
        var found = 0
        orFail {
            try channel.writeInbound(wire)
            while let frame = try channel.readInbound(as: WebSocketFrame.self) {
                total &+= frame.unmaskedData.readableBytes
                found += 1
            }
        }
        precondition(found == messages, "\(found) messages instead of \(messages)")
    }
}

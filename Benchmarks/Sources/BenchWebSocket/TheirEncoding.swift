import NIOCore
import NIOEmbedded
import NIOWebSocket

/// NIO's encoder in a pipeline by itself: each batch is written, flushed once, and taken out.
///
/// Without a mask it passes the payload on without copying it, which ours does not.
final class TheirEncoding: Work {
    let messages: Int
    private let channel = EmbeddedChannel()
    private let frame: WebSocketFrame

    init(_ scenario: Scenario) {
        messages = scenario.batch
        let key = scenario.isMasked ? WebSocketMaskingKey([1, 2, 3, 4]) : nil
        frame = WebSocketFrame(fin: true, opcode: .binary, maskKey: key, data: ByteBuffer(bytes: scenario.payload))
        orFail { try channel.pipeline.syncOperations.addHandler(WebSocketFrameEncoder()) }
    }

    func run() {
        for _ in 0..<messages { channel.write(frame, promise: nil) }
        channel.flush()
        orFail { while try channel.readOutbound(as: ByteBuffer.self) != nil {} }
    }

    /// What ``run()`` makes.
    var encoded: ByteBuffer {
        for _ in 0..<messages { channel.write(frame, promise: nil) }
        channel.flush()
        var all = ByteBuffer()
        orFail {
            while var part = try channel.readOutbound(as: ByteBuffer.self) { all.writeBuffer(&part) }
        }
        return all
    }
}

/// Ends the program on an error, which would make all that is measured worthless.
func orFail(_ body: () throws -> Void) {
    do { try body() } catch { fatalError("\(error)") }
}

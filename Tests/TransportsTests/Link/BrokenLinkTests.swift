import Conformance
import Frame
import Glibc
import TLSSupport
import TestSupport
import Testing
import WebSocket

@testable import HTTP
@testable import Queueing
@testable import Streams
@testable import TLS
@testable import Transports

/// A link whose connection is broken, and whose owner has not been told yet.
@Suite struct BrokenLinkTests {
    @Test("It takes no more frames than have room, 1 MiB in all")
    func bounded() throws {
        let bench = try HandMovedLink(.server)
        close(bench.far)
        let taken = bench.send(10_000, messagesOf: 256)
        #expect(4_090...4_096 ~= taken)
        #expect(!bench.receiver.isOver)
        bench.loop.advance(by: .zero)
        #expect(bench.receiver.isOver)
    }
}

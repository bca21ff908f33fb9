import Conformance
import Frame
import Testing
import WebSocket

@testable import Transports

/// What a link tells of itself.
@Suite struct WebSocketLinkSnapshotTests {
    @Test func `of a link that is idle, nothing waits`() throws {
        let bench = try HandMovedLink(.server)
        #expect(bench.link.snapshot == LinkSnapshot())
        bench.end()
    }

    @Test func `what waits for the flush is counted with its headers`() throws {
        let bench = try HandMovedLink(.server)
        #expect(bench.send(3, messagesOf: 256) == 3)
        #expect(bench.link.snapshot.egressByteCount == 768)
        bench.link.flush()
        #expect(bench.link.snapshot == LinkSnapshot())
        bench.end()
    }

    @Test func `while the socket is full, frames wait in the fair queue`() throws {
        let bench = try HandMovedLink(.server)
        bench.beginWaiting()
        #expect(bench.send(10, messagesOf: 256) == 10)
        let full = bench.link.snapshot
        #expect(full.isFull && full.egressByteCount == 10 && full.waitingByteCount >= 2_560)
        bench.takeReceived()
        bench.loop.makeReady(bench.near, for: .write)
        #expect(bench.link.snapshot == LinkSnapshot())
        bench.end()
    }

    @Test func `a peer that has to wait is paused for as long`() throws {
        let bench = try HandMovedLink(.server)
        bench.link.pauseReceiving(for: .seconds(1))
        #expect(bench.link.snapshot.isPaused)
        bench.loop.advance(by: .seconds(1))
        #expect(!bench.link.snapshot.isPaused)
        bench.end()
    }

    @Test func `the round trip is that of the TCP connection`() async throws {
        let server = try await Server()
        let client = Party(on: server.loop)
        try await client.connect(server.uri())
        #expect(try #require(await client.snapshot?.roundTrip) > .zero)
        #expect(await client.snapshot?.security == nil)
        await client.close()
        await server.listener.close()
    }
}

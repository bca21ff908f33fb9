import Conformance
import Frame
import Switching
import SwitchingSupport
import Testing

@testable import Node

@Suite struct UplinkTests {
    private let loop = ManualLoop()
    private let uplink: Uplink

    init() {
        uplink = Uplink(to: PeerList([], as: .none), backoff: Backoff(cap: .seconds(30)), on: loop) {}
        uplink.established()
    }

    private func lose() {
        loop.advance(by: .seconds(100))
        let port = PortSnapshot(id: PortID(1), name: "test:", role: .tunnel, peer: nil, counters: PortCounters())
        #expect(uplink.keeps(port, after: nil))
    }

    @Test func `a tunnel that works has nothing to hurry for`() {
        #expect(!uplink.mayHurry)
        lose()
        #expect(uplink.mayHurry)
        uplink.established()
        #expect(!uplink.mayHurry)
    }

    @Test func `an attempt is left alone for four seconds`() {
        lose()
        uplink.beginAttempt()
        #expect(!uplink.mayHurry)
        loop.advance(by: .milliseconds(3_999))
        #expect(!uplink.mayHurry)
        loop.advance(by: .milliseconds(1))
        #expect(uplink.mayHurry)
    }

    @Test func `who was refused does not hurry, until the next loss`() {
        lose()
        uplink.failed(TransportError.refused("no"))
        #expect(uplink.isRefused && !uplink.mayHurry)
        uplink.failed(TransportError.silent)
        #expect(!uplink.isRefused && uplink.mayHurry)
        uplink.failed(TransportError.refused("no"))
        lose()
        #expect(!uplink.isRefused)
    }

    @Test(arguments: [(10, 10), (29, 29), (1_000, 30)])
    func `a peer is left alone for as long as it asks, but no longer than the cap`(seconds: Int, pause: Int) {
        lose()
        uplink.failed(TransportError.busy("later", retryAfter: .seconds(seconds)))
        #expect(uplink.nextPause == .seconds(pause))
        lose()
        #expect(uplink.nextPause == .zero)
    }

    @Test func `a pause is never longer than its ceiling`() {
        lose()
        uplink.failed(TransportError.silent)
        let pauses = (0..<200).map { _ in uplink.nextPause }
        #expect(pauses.allSatisfy { .zero...(.milliseconds(100)) ~= $0 })
        #expect(pauses.contains { $0 > .milliseconds(50) } && pauses.contains { $0 < .milliseconds(50) })
    }
}

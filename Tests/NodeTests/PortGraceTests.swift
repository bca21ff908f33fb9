import Conformance
import Frame
import Switching
import SwitchingSupport
import Testing

@testable import Node

@Suite final class PortGraceTests {
    private let loop = ManualLoop()
    private var expired: [PortID] = []

    private func makeGrace(_ duration: Duration = .seconds(60)) throws -> PortGrace {
        let grace = PortGrace(duration, on: loop) { [unowned self] in expired.append($0) }
        return try #require(grace)
    }

    private func peer(_ name: String?, _ address: PeerAddress = "192.0.2.1:5000") -> Peer {
        Peer(address: address, principal: name.map { Principal($0) })
    }

    private func port(_ number: UInt64, _ peer: Peer?) -> PortSnapshot {
        PortSnapshot(id: PortID(number), name: "test:", role: .tunnel, peer: peer, counters: PortCounters())
    }

    @Test func `a vanished principal gets its port back, once, from wherever it comes`() throws {
        let grace = try makeGrace()
        #expect(grace.keeps(port(7, peer("ann")), after: Unplugged()))
        #expect(grace.port(for: peer("bob")) == nil)
        #expect(grace.port(for: peer(nil)) == nil)
        #expect(grace.port(for: peer("ann", "[2001:db8::1]:9")) == PortID(7))
        #expect(grace.port(for: peer("ann")) == nil)
        loop.advance(by: .seconds(100))
        #expect(expired.isEmpty)
    }

    @Test func `nothing is kept for whoever took leave, or was never known`() throws {
        let grace = try makeGrace()
        #expect(!grace.keeps(port(1, peer("ann")), after: nil))
        #expect(!grace.keeps(port(2, peer(nil)), after: Unplugged()))
        #expect(!grace.keeps(port(3, nil), after: Unplugged()))
        #expect(loop.nextDeadline == nil)
    }

    @Test func `a port is kept for so long and no longer`() throws {
        let grace = try makeGrace()
        _ = grace.keeps(port(7, peer("ann")), after: Unplugged())
        loop.advance(by: .seconds(59))
        #expect(expired.isEmpty)
        loop.advance(by: .seconds(1))
        #expect(expired == [PortID(7)])
        #expect(grace.port(for: peer("ann")) == nil)
    }

    @Test func `of several hosts of one principal each gets its own, where the address tells`() throws {
        let grace = try makeGrace()
        _ = grace.keeps(port(1, peer("ann", "192.0.2.1:5000")), after: Unplugged())
        _ = grace.keeps(port(2, peer("ann", "192.0.2.2:5000")), after: Unplugged())
        _ = grace.keeps(port(3, peer("ann", "192.0.2.3:5000")), after: Unplugged())
        #expect(grace.port(for: peer("ann", "192.0.2.2:6000")) == PortID(2))
        #expect(grace.port(for: peer("ann", "198.51.100.1:1")) == PortID(1))
        #expect(grace.port(for: peer("ann", "192.0.2.3:7000")) == PortID(3))
    }

    @Test func `one principal's ports are bounded, and leave room for others'`() throws {
        let grace = try makeGrace()
        let kept = (1...1000).count { grace.keeps(port(UInt64($0), peer("ann")), after: Unplugged()) }
        #expect(kept == 64)
        #expect(grace.keeps(port(2000, peer("bob")), after: Unplugged()))
    }

    @Test func `all ports together are bounded, and there is room again when they have expired`() throws {
        let grace = try makeGrace()
        let kept = (1...5000).count { grace.keeps(port(UInt64($0), peer("user \($0)")), after: Unplugged()) }
        #expect(kept == 1_024)
        loop.advance(by: .seconds(60))
        #expect(expired.count == 1_024)
        #expect(grace.keeps(port(9000, peer("late")), after: Unplugged()))
        let more = (1...5000).count { grace.keeps(port(UInt64($0), peer("user \($0)")), after: Unplugged()) }
        #expect(more == 1_023)
    }

    @Test func `no grace keeps nothing`() {
        #expect(PortGrace(.zero, on: loop) { _ in } == nil)
    }
}

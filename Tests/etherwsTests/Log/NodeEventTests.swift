import Frame
import Linux
import Logging
import Node
import Testing

@testable import Switching
@testable import etherws

@Suite struct NodeEventTests {
    private static let address = PeerAddress.unnamed(shownAs: "192.0.2.1:5")

    @Test("Who comes is named, with the name that was proved")
    func attached() {
        let peer = Peer(address: Self.address, principal: Principal("alice"))
        #expect(NodeEvent.attached(.port(.tunnel, peer)).line == (.info, "attached ws:192.0.2.1:5 (alice)"))
        #expect(NodeEvent.attached(.port(.device)).line == (.info, "attached ws:192.0.2.1:5"))
        var link = LinkSnapshot()
        link.security = "TLSv1.3 TLS_AES_256_GCM_SHA384"
        let secured = PortSnapshot(
            id: PortID(1), name: "wss:h:5", role: .tunnel, peer: nil, counters: PortCounters(), link: link)
        #expect(
            NodeEvent.attached(secured).line == (.info, "attached wss:h:5, TLSv1.3 TLS_AES_256_GCM_SHA384"))
    }

    @Test("Who goes in good order is a matter of course; who does not is a warning with its reason")
    func detached() {
        #expect(NodeEvent.detached(.port(.tunnel), reason: nil).line == (.info, "detached ws:192.0.2.1:5"))
        let silent = NodeEvent.detached(.port(.tunnel), reason: TransportError.silent).line
        #expect(silent == (.warning, "detached ws:192.0.2.1:5: the peer has been silent for too long"))
    }

    @Test("A long name leaves room for what is said about it")
    func longName() {
        let user = Principal(String(repeating: "é", count: 8000))
        let peer = Peer(address: .unnamed(shownAs: "192.0.2.1:5"), principal: user)
        let line = NodeEvent.detached(.port(.tunnel, peer), reason: TransportError.silent).line.text
        let name = String(repeating: "é", count: 128) + "…"
        #expect(line == "detached ws:192.0.2.1:5 (\(name)): the peer has been silent for too long")
    }

    @Test("A tunnel that is lost is a warning, attempts to bring it back are details, and so on until it is back")
    func reconnecting() {
        let port = PortSnapshot.port(.tunnel)
        #expect(
            NodeEvent.unplugged(port, reason: nil).line == (.warning, "lost ws:192.0.2.1:5: closed by the other end"))
        let silent = NodeEvent.unplugged(port, reason: TransportError.silent).line
        #expect(silent == (.warning, "lost ws:192.0.2.1:5: the peer has been silent for too long"))
        let vain = NodeEvent.retrying(port, in: .milliseconds(1549), reason: TransportError.unreachable("no answer"))
        #expect(vain.line == (.debug, "retrying ws:192.0.2.1:5 in 1.5 s: no answer"))
        let back = NodeEvent.replugged(port, after: .milliseconds(2950))
        #expect(back.line == (.info, "back ws:192.0.2.1:5 after 3.0 s"))
    }

    @Test("A refusal is for the operator to see, each time")
    func refusedLater() {
        let event = NodeEvent.retrying(
            .port(.tunnel), in: .seconds(20), reason: TransportError.refused("wrong password"))
        #expect(event.line == (.warning, "retrying ws:192.0.2.1:5 in 20.0 s: wrong password"))
    }

    @Test("Who is turned away is a warning, in one line whatever the reason holds")
    func refused() {
        let event = NodeEvent.refused(address: "192.0.2.1:5", reason: TransportError.refused("no user 'eve\n'"))
        #expect(event.line == (.warning, "refused 192.0.2.1:5: no user 'eve '"))
    }

    @Test("What a policy is against is a warning that says how often, and what becomes of it")
    func violated() {
        var counters = PortCounters()
        counters.drops[.spoofedSource] = 17
        counters.warnings[.isolated] = 3
        let peer = Peer(address: Self.address, principal: Principal("eve"))
        let port = PortSnapshot(id: PortID(1), name: "ws:192.0.2.1:5", role: .tunnel, peer: peer, counters: counters)
        let dropped = NodeEvent.violated(port, .spoofedSource, isDropped: true).line
        #expect(
            dropped == (.warning, "ws:192.0.2.1:5 (eve): dropped 17 frames: a MAC address that is in use elsewhere"))
        let warned = NodeEvent.violated(port, .isolated, isDropped: false).line
        #expect(warned.text.hasSuffix("(eve): let through 3 frames: for another client, from which it is kept apart"))
    }

    @Test("A malformed frame is a warning that says what is wrong with it")
    func malformed() {
        let line = NodeEvent.malformed(.port(.tunnel), .oversized).line
        let text = "ws:192.0.2.1:5: dropped a malformed frame, and will drop others: longer than the longest frame"
        #expect(line == (.warning, text))
        for reason in DropReason.allCases where reason.isMalformed {
            #expect(reason.sentence.contains(" "), "\(reason) needs a sentence")
        }
    }

    @Test("A loop is a warning that says which address goes round, and whether the port is shut")
    func looped() {
        let address = MACAddress(rawValue: 0x0200_5e10_0001)
        let shut = NodeEvent.looped(.port(.tunnel), address, for: .seconds(10), isShut: true).line
        let text = "ws:192.0.2.1:5: frames from 02:00:5e:10:00:01 go round in circles"
        #expect(shut == (.warning, text + "; the port is shut for 10 s"))
        #expect(NodeEvent.looped(.port(.tunnel), address, for: .seconds(10), isShut: false).line == (.warning, text))
        #expect(NodeEvent.reopened(.port(.tunnel)).line == (.info, "ws:192.0.2.1:5: the port is open again"))
    }

    @Test(
        "A policy file that was read is news, and one that cannot be used a warning; a network that is not watched is a detail"
    )
    func files() {
        #expect(NodeEvent.policyRead(file: "p").line == (.info, "the policy in 'p' was read anew"))
        let words = "the old policy stays in force, because the new one cannot be used: 'p' is too long for a policy"
        #expect(NodeEvent.policyUnusable(reason: PolicyFileError.tooLong(file: "p")).line == (.warning, words))
        let reason = SystemError(call: "socket", code: 97)
        let detail = NodeEvent.networkUnwatched(reason: reason).line
        #expect(detail == (.debug, "changes of the network go unnoticed: \(reason)"))
    }

    @Test("What passed through a port that has gone is a detail")
    func counters() {
        var counters = PortCounters()
        counters.received.count(60)
        counters.received.count(1514)
        counters.transmitted.count(42)
        #expect(counters.line == "received 2 frames of 1574 bytes, transmitted 1 frames of 42 bytes, dropped 0")
        counters.drops[.runt] = 1
        counters.drops[.queueFull] = 3
        #expect(counters.line.hasSuffix("dropped 4 (1 runt, 3 queueFull)"))

        let log = RecordedLog()
        log.logger(level: .debug).log(NodeEvent.detached(.port(.tunnel), reason: nil))
        #expect(log.lines.count == 2 && log.lines[1].hasPrefix("debug ws:192.0.2.1:5 received 0 frames"))
    }
}

extension PortSnapshot {
    fileprivate static func port(_ role: PortRole, _ peer: Peer? = nil) -> PortSnapshot {
        PortSnapshot(id: PortID(1), name: "ws:192.0.2.1:5", role: role, peer: peer, counters: PortCounters())
    }
}

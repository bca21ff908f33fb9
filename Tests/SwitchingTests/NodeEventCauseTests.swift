import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct NodeEventCauseTests {
    private struct Broken: Error {}

    @Test func `what the host's own files and network do is caused by no peer`() {
        let events: [NodeEvent] = [
            .policyRead(file: "f"), .policyUnusable(reason: Broken()), .networkUnwatched(reason: Broken()),
        ]
        #expect(events.allSatisfy { !$0.isCausedByPeer })
    }

    @Test func `that somebody is refused is caused by a peer`() {
        #expect(NodeEvent.refused(address: "192.0.2.1", reason: Broken()).isCausedByPeer)
    }
}

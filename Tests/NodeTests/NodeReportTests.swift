import Frame
import Switching
import SwitchingSupport
import Testing

@testable import Node

@Suite struct NodeReportTests {
    private let report = NodeReport()

    private func refuse(_ count: Int) {
        for number in 0..<count { report.yield(.refused(address: "\(number)", reason: SwitchingError.closed)) }
    }

    private func lose(_ role: PortRole) {
        let peer = role == .device ? nil : Peer(address: "192.0.2.1:5", principal: nil)
        let port = PortSnapshot(id: PortID(1), name: "port", role: role, peer: peer, counters: PortCounters())
        report.yield(.detached(port, reason: nil))
    }

    /// The events that are there, once there are no more to come.
    private func events() async -> [NodeEvent] {
        report.finish()
        var events: [NodeEvent] = []
        for await event in report.events { events.append(event) }
        return events
    }

    @Test func `as many events wait as there is room for, and those that were lost are counted once`() async {
        refuse(NodeReport.capacity)
        #expect(report.takeLostCount() == 0)
        refuse(7)
        #expect(report.takeLostCount() == 7)
        #expect(report.takeLostCount() == 0)
        #expect(await events().count == NodeReport.capacity)
    }

    @Test func `what no peer can cause is not lost, however much peers cause`() async {
        lose(.device)
        lose(.tunnel)
        refuse(3 * NodeReport.capacity)
        let kept = await events().count { if case .detached(let port, _) = $0 { port.role == .device } else { false } }
        #expect(kept == 1)
        #expect(report.takeLostCount() == 2 * NodeReport.capacity + 2)
    }

    private func device(_ number: Int) {
        let port = PortSnapshot(
            id: PortID(UInt64(number)), name: "", role: .device, peer: nil, counters: PortCounters())
        report.yield(.detached(port, reason: nil))
    }

    private func numbers(_ events: [NodeEvent]) -> [Int] {
        events.compactMap { if case .detached(let port, _) = $0 { Int(port.id.number) } else { nil } }
    }

    @Test func `1,024 events wait, and where nothing can make way the last one is lost`() async {
        for number in 1...1_025 { device(number) }
        #expect(report.takeLostCount() == 1)
        #expect(numbers(await events()) == Array(1...1_024))
    }

    @Test func `one that a peer has caused makes way, though it is the last of all`() async {
        for number in 1...1_023 { device(number) }
        refuse(1)
        device(1_024)
        #expect(report.takeLostCount() == 1)
        #expect(numbers(await events()).sorted() == Array(1...1_024))
    }

    @Test func `where nothing else waits, events are lost all the same`() async {
        for _ in 0..<NodeReport.capacity + 5 { lose(.device) }
        #expect(report.takeLostCount() == 5)
        #expect(await events().count == NodeReport.capacity)
    }
}

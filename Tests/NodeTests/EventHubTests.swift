import Frame
import Switching
import Testing

@testable import Node

@Suite struct EventHubTests {
    private let hub = EventHub()

    /// Tells events that a peer can cause.
    private func refuse(_ numbers: ClosedRange<Int>) {
        for number in numbers { hub.yield(.refused(address: "\(number)", reason: SwitchingError.closed)) }
    }

    /// Tells events that no peer can cause.
    private func read(_ numbers: ClosedRange<Int>) {
        for number in numbers { hub.yield(.policyRead(file: "\(number)")) }
    }

    /// What a reader sees of an event: its number, what was lost before, and what it is.
    private func seen(_ element: NodeEvents.Element) -> String {
        switch element.event {
        case .refused(let address, _): "\(element.number) -\(element.lostCount) refused \(address)"
        case .policyRead(let file): "\(element.number) -\(element.lostCount) read \(file)"
        default: "\(element)"
        }
    }

    private func all(after number: UInt64 = 0) async -> [String] {
        await NodeEvents(hub: hub, start: number).reduce(into: []) { $0.append(seen($1)) }
    }

    @Test func `a reader that begins late is told how many events it has missed`() async {
        refuse(1...1_025)
        hub.finish()
        let seen = await all()
        #expect(seen.count == 1_024)
        #expect(seen.first == "2 -1 refused 2" && seen.last == "1025 -0 refused 1025")
    }

    @Test func `1,024 events are kept without a loss`() async {
        refuse(1...1_024)
        hub.finish()
        let seen = await all()
        #expect(seen.count == 1_024 && seen.first == "1 -0 refused 1")
    }

    @Test func `what no peer can cause is not lost, however much peers cause`() async {
        refuse(1...1)
        read(2...2)
        refuse(3...4_000)
        hub.finish()
        let seen = await all()
        #expect(seen.prefix(2) == ["2 -1 read 2", "2977 -2974 refused 2977"])
        #expect(seen.count == 1_025)
    }

    @Test func `what no peer can cause is bounded, too`() async {
        read(1...1_030)
        hub.finish()
        let seen = await all()
        #expect(seen.count == 1_024 && seen.first == "7 -6 read 7")
    }
}

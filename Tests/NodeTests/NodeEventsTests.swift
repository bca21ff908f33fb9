import Frame
import Switching
import Testing

@testable import Node

@Suite struct NodeEventsTests {
    private let hub = EventHub()

    private var events: NodeEvents { NodeEvents(hub: hub, start: 0) }

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

    @Test func `each reader gets all events, in order and with their numbers`() async {
        refuse(1...1)
        read(2...2)
        refuse(3...3)
        hub.finish()
        for _ in 0..<2 { #expect(await all() == ["1 -0 refused 1", "2 -0 read 2", "3 -0 refused 3"]) }
        #expect(await all(after: 2) == ["3 -0 refused 3"])
        #expect(await all(after: 3) == [])
        #expect(await all(after: .max) == [])
    }

    @Test func `a reader that keeps up loses nothing of ten times what is kept`() async {
        var iterator = events.makeAsyncIterator()
        for number in 1...10_240 {
            refuse(number...number)
            let element = await iterator.next()
            #expect(element.map(seen) == "\(number) -0 refused \(number)")
        }
    }

    @Test func `readers that wait are woken by the next event, and by the end`() async {
        async let first = all()
        async let second = all()
        refuse(1...1)
        await Task.yield()
        read(2...2)
        hub.finish()
        #expect(await first == ["1 -0 refused 1", "2 -0 read 2"])
        #expect(await second == ["1 -0 refused 1", "2 -0 read 2"])
    }

    @Test func `a reader that is cancelled ends, and no other`() async {
        let reader = Task { await all() }
        let other = Task { await all() }
        reader.cancel()
        #expect(await reader.value.isEmpty)
        refuse(1...1)
        hub.finish()
        #expect(await other.value == ["1 -0 refused 1"])
    }
}

import Frame
import Testing

@testable import Reactor

@Suite struct PostponedEventsTests {
    @Test func `events leave in the order in which they came`() {
        var events = PostponedEvents()
        #expect(events.isEmpty && events.popFirst() == nil)
        for token: UInt64 in 1...3 { events.append((token, .read)) }
        #expect(events.popFirst()?.token == 1)
        events.append((4, .write))
        #expect([2, 3, 4].allSatisfy { events.popFirst()?.token == $0 })
        #expect(events.isEmpty)
    }

    @Test(arguments: [(255, 300), (256, 44), (300, 0)])
    func `those that have had their turn are forgotten when all have, or 256`(handled: Int, stored: Int) {
        var events = PostponedEvents()
        for token: UInt64 in 1...300 { events.append((token, .read)) }
        for _ in 0..<handled { _ = events.popFirst() }
        events.forgetHandled()
        #expect(events.storedCount == stored)
        #expect(events.popFirst()?.token == (handled == 300 ? nil : UInt64(handled) + 1))
    }
}

import Frame
import Testing

@testable import Reactor

@Suite("Watch table")
struct WatchTableTests {
    private var watches = WatchTable()

    @Test("finds a handler by the token of its watch")
    mutating func found() {
        var seen: Readiness = []
        watches.insert(7, for: .read) { seen = $0 }
        watches.handler(for: watches.token(for: 7))?([.read, .failed])
        #expect(seen == [.read, .failed])
        #expect(watches.interest(in: 7) == .read)
    }

    @Test("an event found before the watch ended finds nobody")
    mutating func ended() {
        watches.insert(7, for: .read) { _ in }
        let token = watches.token(for: 7)
        let handler = watches.remove(7)
        #expect(handler != nil)
        #expect(watches.handler(for: token) == nil)
        let nothing = watches.remove(7)
        #expect(nothing == nil)
    }

    @Test("an event about a descriptor's former file does not reach the watch on its new one")
    mutating func reused() {
        watches.insert(7, for: .read) { _ in }
        let stale = watches.token(for: 7)
        _ = watches.remove(7)
        watches.insert(7, for: .read) { _ in }
        #expect(watches.handler(for: stale) == nil)
        #expect(watches.handler(for: watches.token(for: 7)) != nil)
    }

    @Test("a new watch replaces the old one, and its events")
    mutating func replaced() {
        watches.insert(7, for: .read) { _ in }
        let stale = watches.token(for: 7)
        watches.insert(7, for: .write) { _ in }
        #expect(watches.handler(for: stale) == nil)
        #expect(watches.interest(in: 7) == .write)
        #expect(watches.count == 1)
    }

    @Test("counts what is watched")
    mutating func count() {
        for descriptor in 3..<10 as Range<CInt> { watches.insert(descriptor, for: .read) { _ in } }
        #expect(watches.count == 7)
        _ = watches.remove(5)
        #expect(watches.count == 6)
        #expect(!watches.contains(5))
        #expect(watches.contains(6))
    }

    @Test("knows nothing of descriptors it has never seen", arguments: [-1, 0, 1000] as [CInt])
    mutating func unknown(descriptor: CInt) {
        watches.insert(7, for: .read) { _ in }
        #expect(!watches.contains(descriptor))
        #expect(watches.interest(in: descriptor) == nil)
        let nothing = watches.remove(descriptor)
        #expect(nothing == nil)
        #expect(watches.handler(for: watches.token(for: descriptor)) == nil)
    }

    @Test("the loop's own token is nobody's")
    mutating func wakeup() {
        watches.insert(7, for: .read) { _ in }
        #expect(watches.handler(for: .max) == nil)
    }

    @Test("who takes long again and again is costly, who does so once is not")
    mutating func costly() {
        watches.insert(7, for: .read) { _ in }
        let token = watches.token(for: 7)
        watches.note(10_000_000, for: token)
        #expect(!watches.isCostly(token))
        for _ in 0..<8 { watches.note(100_000, for: token) }
        #expect(watches.isCostly(token))
        for _ in 0..<16 { watches.note(1_000, for: token) }
        #expect(!watches.isCostly(token))
    }

    @Test(
        "a handler is costly from 40 µs on average, of which no call counts for more than 160 µs",
        arguments: [
            // An eighth of the way to each: 20,000, 37,500, and from there just so far, or one further.
            ([160_000, 160_000, 57_500], false), ([160_000, 160_000, 57_508], true),
            // To the greatest average there is, a good way down, and up to 40,000 or beyond.
            ([Int64](repeating: .max, count: 52) + [Int64](repeating: 0, count: 10) + [25_623], false),
            ([Int64](repeating: .max, count: 52) + [Int64](repeating: 0, count: 10) + [25_631], true),
        ])
    mutating func average(costs: [Int64], isCostly: Bool) {
        watches.insert(7, for: .read) { _ in }
        let token = watches.token(for: 7)
        for cost in costs { watches.note(cost, for: token) }
        #expect(watches.isCostly(token) == isCostly)
    }

    @Test("an event waits once, and only as far as it is still of interest")
    mutating func postponed() {
        watches.insert(7, for: [.read, .write]) { _ in }
        let token = watches.token(for: 7)
        let (first, second) = (watches.postpone(token), watches.postpone(token))
        #expect(first && !second)
        watches.setInterest(in: 7, to: .write)
        let left = watches.resume(token, [.read, .write, .failed])
        #expect(left == [.write, .failed])
        _ = watches.postpone(token)
        watches.insert(7, for: .read) { _ in }
        let nothing = watches.resume(token, .read)
        #expect(nothing.isEmpty)
    }
}

import Testing

@testable import Node

@Suite struct NodeEventsTests {
    private let bench = EventBench()

    @Test func `each reader gets all events, in order and with their numbers`() async {
        bench.refuse(1...1)
        bench.read(2...2)
        bench.refuse(3...3)
        bench.hub.finish()
        for _ in 0..<2 { #expect(await bench.all() == ["1 -0 refused 1", "2 -0 read 2", "3 -0 refused 3"]) }
        #expect(await bench.all(after: 2) == ["3 -0 refused 3"])
        #expect(await bench.all(after: 3) == [])
        #expect(await bench.all(after: .max) == [])
    }

    @Test func `a reader that keeps up loses nothing of ten times what is kept`() async {
        var iterator = NodeEvents(hub: bench.hub, start: 0).makeAsyncIterator()
        for number in 1...10_240 {
            bench.refuse(number...number)
            let element = await iterator.next()
            #expect(element.map(bench.seen) == "\(number) -0 refused \(number)")
        }
    }

    @Test func `readers that wait are woken by the next event, and by the end`() async {
        async let first = bench.all()
        async let second = bench.all()
        bench.refuse(1...1)
        await Task.yield()
        bench.read(2...2)
        bench.hub.finish()
        #expect(await first == ["1 -0 refused 1", "2 -0 read 2"])
        #expect(await second == ["1 -0 refused 1", "2 -0 read 2"])
    }

    @Test func `a reader that is cancelled ends, and no other`() async {
        let reader = Task { await bench.all() }
        let other = Task { await bench.all() }
        reader.cancel()
        #expect(await reader.value.isEmpty)
        bench.refuse(1...1)
        bench.hub.finish()
        #expect(await other.value == ["1 -0 refused 1"])
    }
}

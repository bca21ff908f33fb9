import Testing

@testable import Node

@Suite struct EventHubTests {
    private let bench = EventBench()

    @Test func `a reader that begins late is told how many events it has missed`() async {
        bench.refuse(1...1_025)
        bench.hub.finish()
        let seen = await bench.all()
        #expect(seen.count == 1_024)
        #expect(seen.first == "2 -1 refused 2" && seen.last == "1025 -0 refused 1025")
    }

    @Test func `1,024 events are kept without a loss`() async {
        bench.refuse(1...1_024)
        bench.hub.finish()
        let seen = await bench.all()
        #expect(seen.count == 1_024 && seen.first == "1 -0 refused 1")
    }

    @Test func `what no peer can cause is not lost, however much peers cause`() async {
        bench.refuse(1...1)
        bench.read(2...2)
        bench.refuse(3...4_000)
        bench.hub.finish()
        let seen = await bench.all()
        #expect(seen.prefix(2) == ["2 -1 read 2", "2977 -2974 refused 2977"])
        #expect(seen.count == 1_025)
    }

    @Test func `what no peer can cause is bounded, too`() async {
        bench.read(1...1_030)
        bench.hub.finish()
        let seen = await bench.all()
        #expect(seen.count == 1_024 && seen.first == "7 -6 read 7")
    }
}

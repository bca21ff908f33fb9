import Testing

@testable import TLS

@Suite struct DatalessRecordsTests {
    private var records = DatalessRecords()

    /// How many of `count` records without data pass.
    private mutating func begin(_ count: Int) -> Int {
        for index in 0..<count where !records.begin() { return index }
        return count
    }

    private mutating func carryData(_ count: Int) -> Bool {
        for _ in 0..<count {
            guard records.begin() else { return false }
            records.foundData()
        }
        return true
    }

    @Test mutating func `as many pass as the limit says, and the next one ends it`() {
        // One that has begun may be one with data.
        let passed = begin(100)
        #expect(passed == DatalessRecords.limit + 1)
        #expect(records.count == passed)
    }

    @Test mutating func `data may follow as many as there may be`() {
        let passed = begin(DatalessRecords.limit)
        #expect(passed == DatalessRecords.limit)
        let carried = carryData(1000)
        #expect(carried)
    }

    @Test mutating func `sixteen records with data pay for one without, for as long as it lasts`() {
        for _ in 0..<1000 {
            #expect(begin(1) == 1)
            #expect(carryData(DatalessRecords.price))
        }
    }

    @Test(arguments: [1, 8, 15]) mutating func `fewer do not`(_ data: Int) {
        var rounds = 0
        while rounds < 10_000, begin(1) == 1, carryData(data) { rounds += 1 }
        #expect((DatalessRecords.limit...DatalessRecords.limit * 17).contains(rounds))
    }

    @Test mutating func `data in advance pays for nothing`() {
        let carried = carryData(10_000)
        #expect(carried)
        let passed = begin(100)
        #expect(passed == DatalessRecords.limit + 1)
    }
}

import TLSSupport
import Testing

@testable import Queueing
@testable import TLS

@Suite struct DatalessDebtTests {
    private var records = DatalessRecords()

    private mutating func begin(_ count: Int, withData: Bool) -> Int {
        for index in 0..<count {
            guard records.begin() else { return index }
            if withData { records.foundData() }
        }
        return count
    }

    /// Each record with data pays a sixteenth of one without, and nothing is put by.
    @Test(arguments: [0, 1, 100])
    mutating func `thirty-four records pass where one between them has data, whatever data came before`(before: Int) {
        let passed = [
            begin(before, withData: true), begin(32, withData: false), begin(1, withData: true),
            begin(100, withData: false),
        ]
        #expect(passed == [before, 32, 1, 2])
    }
}

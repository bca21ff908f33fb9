import Frame
import Testing

@testable import Conformance

@Suite("Patience", .timeLimit(.minutes(1)))
struct PatienceTests {
    private func looks(limit: Duration, until wanted: Int) async -> (count: Int, failure: ConformanceFailure?) {
        var count = 0
        let patience = Patience(loop: ManualLoop(), limit: limit)
        do {
            try await patience.wait(for: .frames, "it did not come") {
                count += 1
                return count == wanted
            }
            return (count, nil)
        } catch {
            return (count, error as? ConformanceFailure)
        }
    }

    @Test("what does not hold at once is looked at again")
    func again() async {
        let (count, failure) = await looks(limit: .seconds(50), until: 3)
        #expect(count == 3 && failure == nil)
    }

    @Test("what does not hold in time is a failure, and is looked at once at least")
    func late() async {
        let (count, failure) = await looks(limit: .zero, until: 3)
        #expect(count == 1)
        #expect(failure?.rule == .frames && failure?.detail == "it did not come")
    }
}

import Testing

@testable import Transports

@Suite struct MaskingKeysTests {
    @Test func givesKeysThatDiffer() {
        var keys = MaskingKeys(batch: 8)
        let taken = (0..<64).map { _ in keys.next() }
        // Two equal ones among 64 happen once in two million runs.
        #expect(Set(taken).count > 62)
    }
}

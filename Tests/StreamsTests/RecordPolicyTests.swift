import Testing

@testable import Streams

@Suite struct RecordPolicyTests {
    private func nextRecord(of count: Int, _ policy: RecordPolicy) -> Int {
        [UInt8](repeating: 9, count: count).withUnsafeBytes { policy.nextRecord(of: $0) }
    }

    @Test("A record is filled with up to 16 KiB (RFC 8446 §5.1)", arguments: [0, 1, 16_383, 16_384, 16_385, 40_000])
    func filled(_ count: Int) { #expect(nextRecord(of: count, .filled) == min(count, 16_384)) }

    @Test("A message begins a record, of which no more is taken than there is", arguments: [1, 8, 9, 10, 100])
    func perMessage(_ count: Int) {
        #expect(nextRecord(of: count, .perMessage { Int($0[0]) }) == min(count, 9))
    }
}

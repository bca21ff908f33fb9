import Testing
import WebSocket

@Suite struct LimitsTests {
    @Test("By default a message may be the largest Ethernet frame, and a head as long as servers usually take")
    func defaults() {
        let limits = Limits()
        // 65,535 bytes behind a header of 14 bytes and a tag of 4.
        #expect(limits.maximumMessageSize == 65_535 + 14 + 4)
        #expect(limits.maximumHeadSize == 16 * 1024)
        #expect(limits.maximumStartLineLength == 8 * 1024)
        #expect(limits.maximumFieldCount == 64)
    }
}

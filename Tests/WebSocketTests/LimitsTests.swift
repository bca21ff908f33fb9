import Testing
import WebSocket

@Suite struct LimitsTests {
    @Test("By default a message may be the largest Ethernet frame")
    func defaults() {
        let limits = Limits()
        // 65,535 bytes behind a header of 14 bytes and a tag of 4.
        #expect(limits.maximumMessageSize == 65_535 + 14 + 4)
    }
}

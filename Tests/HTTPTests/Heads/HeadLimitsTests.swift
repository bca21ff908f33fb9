import Testing

@testable import HTTP

@Suite struct HeadLimitsTests {
    @Test("By default a head may be as long as servers usually take")
    func defaults() {
        let limits = HeadLimits()
        #expect(limits.maximumHeadSize == 16 * 1024)
        #expect(limits.maximumStartLineLength == 8 * 1024)
        #expect(limits.maximumFieldCount == 64)
    }
}

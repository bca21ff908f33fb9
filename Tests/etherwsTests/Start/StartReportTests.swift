import Testing

@testable import etherws

@Suite struct StartReportTests {
    @Test("Ready is one byte")
    func ready() {
        #expect(StartReport.ready.bytes == [0])
        #expect(StartReport(bytes: [0]) == .ready)
    }

    @Test("A failure is its status and its sentence")
    func failed() {
        let report = StartReport.failed(Failure("no", .refused))
        #expect(report.bytes == [77, 0x6e, 0x6f])
        #expect(StartReport(bytes: report.bytes) == report)
    }

    @Test("A process that ended without a word reported nothing")
    func nothing() {
        #expect(StartReport(bytes: []) == nil)
    }

    @Test("Bytes that are no text, or control the terminal, do no harm")
    func hostile() {
        #expect(StartReport(bytes: [69, 0xff, 0x1b, 0x5b, 0x4a]) == .failed(Failure("\u{fffd} [J", .unreachable)))
    }
}

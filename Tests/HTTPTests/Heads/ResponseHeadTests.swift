import Testing

@testable import HTTP

@Suite struct ResponseHeadTests {
    private func status(_ line: String) -> Int? { try? ResponseHead(startLine: line, fields: [:]).status }

    @Test("A status has three digits, of which the first says its class (RFC 9110 §15)")
    func statuses() {
        #expect(["100", "101", "200", "598", "599"].map { status("HTTP/1.1 \($0) x") } == [100, 101, 200, 598, 599])
        for wrong in ["099", "600", "000", "999", "1000", "99", "20", "+20", "2 0", ""] {
            #expect(status("HTTP/1.1 \(wrong) x") == nil)
        }
    }

    @Test func theReasonMayBeMissing() throws {
        #expect(status("HTTP/1.1 200") == 200)
        #expect(status("HTTP/1.1") == nil)
        #expect(try ResponseHead(startLine: "HTTP/1.1 404 Not Found", fields: [:]).reason == "Not Found")
        #expect(try ResponseHead(startLine: "HTTP/1.1 404 ", fields: [:]).reason.isEmpty)
    }
}

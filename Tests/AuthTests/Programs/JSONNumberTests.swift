import Testing

@testable import Auth

/// Numbers are looked over, and never used (RFC 8259 §6).
@Suite struct JSONNumberTests {
    private func isRead(_ number: String) -> Bool { JSONLine.members(of: Array(#"{"a":\#(number)}"#.utf8)) != nil }

    @Test(arguments: [
        "0", "-0", "9", "10", "1234567890", "0.0", "0.05", "10.50", "-1.5", "1e0", "1E05", "0e1", "1e+5", "1e-05",
        "2.5E-10",
    ])
    func `a number is read`(number: String) { #expect(isRead(number)) }

    @Test(arguments: [
        "00", "-00", "01", "-01", "+1", ".5", "-", "-.5", "1.", "1.e5", "1e", "1e+", "1e-", "1e+-5", "1e5.5", "1.5.5",
        "0x1", "1:", "1/",
        "--1", "e5", "1 2",
    ])
    func `what only looks like one is not`(number: String) { #expect(!isRead(number)) }
}

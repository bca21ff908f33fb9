import Testing

@testable import Confinement

@Suite struct CapabilitiesTests {
    @Test("No thread keeps a capability, neither ours nor those of Swift's runtime")
    func allThreads() throws {
        let words = try captive("capabilities").compactMap { Int($0) }
        try #require(words.count == 2)
        #expect(words[0] >= 9)
        #expect(words[1] == 0)
    }

    @Test(
        "A thread has privileges if it has any capability, or can gain one by a program",
        arguments: [
            ("CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nNoNewPrivs:\t1\n", true),
            ("CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nNoNewPrivs:\t0\n", false),
            ("CapEff:\t0000000000001000\nNoNewPrivs:\t1\n", false),
            ("CapAmb:\t0000000000001000\nNoNewPrivs:\t1\n", false),
            ("CapInh:\t0000000000001000\nNoNewPrivs:\t1\n", false),
            ("CapBnd:\t000001ffffffffff\nNoNewPrivs:\t1\n", true),
            ("CapPrm:\tnonsense\nNoNewPrivs:\t1\n", false),
            ("", false),
        ])
    func status(text: String, areNone: Bool) { #expect(ThreadPrivileges(status: text).areNone == areNone) }

    @Test("This process has threads, and a thread that has ended has no status")
    func threads() throws {
        #expect(try !ThreadPrivileges.threads().isEmpty)
        #expect(ThreadPrivileges(of: 0) == nil)
    }
}

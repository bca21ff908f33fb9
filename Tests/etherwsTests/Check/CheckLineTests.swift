import Testing

@testable import etherws

@Suite struct CheckLineTests {
    @Test("A line has the step, how it ended, its time and what there is to say, in columns")
    func columns() {
        let line = CheckLine(
            step: .connection, verdict: .passed, duration: .microseconds(312), text: "connected to 192.0.2.10:443")
        #expect("\(line)" == "TCP      ok         0.3 ms  connected to 192.0.2.10:443")
        let long = CheckLine(step: .network, verdict: .passed, duration: .seconds(1_000), text: "x")
        #expect("\(long)" == "network  ok      1000.00 s  x")
        #expect("\(CheckLine(step: .largest, verdict: .skipped))" == "largest  skipped")
        #expect("\(CheckLine(step: .proxy, verdict: .absent, text: "none"))" == "proxy    -                  none")
    }

    @Test(
        "Times have a unit that suits them",
        arguments: [
            (0, "0.0 ms"), (49, "0.0 ms"), (100, "0.1 ms"), (12_340, "12.3 ms"), (999_999, "999.9 ms"),
            (1_000_000, "1.00 s"), (10_059_000, "10.05 s"), (1_000_000_000, "1000.00 s"),
        ] as [(Int64, String)])
    func times(_ microseconds: Int64, _ words: String) {
        let line = CheckLine(step: .lookup, verdict: .failed, duration: .microseconds(microseconds), text: "x")
        #expect(
            "\(line)".split(separator: " ", omittingEmptySubsequences: true).dropFirst(2).joined(separator: " ")
                == words + " x")
    }

    @Test("What a peer sends cannot reach the terminal")
    func control() {
        let line = CheckLine(step: .upgrade, verdict: .failed, text: "Server: \u{1b}[31mred\r\nx")
        #expect(!"\(line)".unicodeScalars.contains { $0.value < 0x20 })
    }
}

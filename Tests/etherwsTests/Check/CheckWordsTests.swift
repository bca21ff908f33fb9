import Frame
import Streams
import Testing
import Transports

@testable import etherws

/// How a check says what it has found.
@Suite struct CheckWordsTests {
    private func lookup(_ addresses: [String]) -> String? {
        var report = CheckReport(
            on: CheckedServer(uri: EndpointURI(scheme: "wss"), name: "wss://h/", proxySource: nil, proofs: []))
        let events: [DialEvent] = [
            .began(.lookup), .resolved(host: "h", addresses: addresses), .began(.connection),
        ]
        return events.flatMap { report.note($0, at: .zero) }.first { $0.step == .lookup }?.text
    }

    @Test("Of the addresses of a host four are shown, and the others counted")
    func addresses() {
        #expect(lookup(["192.0.2.1"]) == "h: IPv4 192.0.2.1")
        #expect(lookup(["::1", "::2", "::3", "::4"]) == "h: IPv6 ::1, IPv6 ::2, IPv6 ::3, IPv6 ::4")
        #expect(lookup(["::1", "::2", "::3", "::4", "::5"]) == "h: IPv6 ::1, IPv6 ::2, IPv6 ::3, IPv6 ::4 and 1 more")
        #expect(lookup((1...9).map { "10.0.0.\($0)" })?.hasSuffix("IPv4 10.0.0.4 and 5 more") == true)
    }
}

import Frame
import TLSSupport
import Testing

@testable import TLS

@Suite struct CertificateLifeTests {
    @Test(
        "The operator is warned from 14 days on",
        arguments: [
            (15 * 86_400, nil), (14 * 86_400 + 1, nil), (14 * 86_400, .certificateExpiring("f", days: 14)),
            (86_400, .certificateExpiring("f", days: 1)), (86_399, .certificateExpiring("f", days: 0)),
            (0, .certificateExpiring("f", days: 0)), (-1, .certificateExpired("f")),
        ] as [(Int, TransportNotice?)])
    func notice(_ seconds: Int, _ notice: TransportNotice?) {
        #expect(CertificateLife(secondsLeft: seconds).notice("f") == notice)
    }

    @Test(
        "Days are whole, and none is left of a certificate that has expired",
        arguments: [
            (172_799, 1), (86_400, 1), (86_399, 0), (0, 0), (-1, -1), (-86_400, -1), (-86_401, -2),
        ])
    func days(_ seconds: Int, _ days: Int) { #expect(CertificateLife(secondsLeft: seconds).daysLeft == days) }

    @Test("The life of a certificate is what it says")
    func certificate() throws {
        let certificate = TestCertificate(names: "DNS:h", days: -1...20)
        let life = try withExtendedLifetime(certificate) {
            try TLSContext(server: certificate.identity).certificateLife
        }
        let seconds = try #require(life?.secondsLeft)
        #expect((19 * 86_400...20 * 86_400).contains(seconds))
    }
}

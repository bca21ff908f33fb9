import Frame
import Testing

@Suite struct TransportNoticeTests {
    @Test(arguments: [
        (TransportNotice.certificateRead("f"), "the certificate in 'f' was read anew", false),
        (
            .certificateKept("f", reason: "it is empty"),
            "the old certificate stays in use, because the new one cannot be: it is empty", true
        ),
        (.certificateExpiring("f", days: 0), "the certificate in 'f' expires within a day", true),
        (.certificateExpiring("f", days: 1), "the certificate in 'f' expires in 1 day", true),
        (.certificateExpiring("f", days: 2), "the certificate in 'f' expires in 2 days", true),
        (.certificateExpired("f"), "the certificate in 'f' has expired: clients refuse it", true),
        (.statusUnusable("f", reason: "is old"), "the OCSP response in 'f' is not sent to clients: it is old", true),
        (
            .statusMissing("f"),
            "the certificate in 'f' demands that an OCSP response goes with it, and there is none: clients refuse it",
            true
        ),
    ])
    func `what a transport notices is a sentence, and most are warnings`(
        notice: TransportNotice, sentence: String, isWarning: Bool
    ) {
        #expect(notice.description == sentence)
        #expect(notice.isWarning == isWarning)
    }
}

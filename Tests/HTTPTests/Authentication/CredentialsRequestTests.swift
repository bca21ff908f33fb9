import Frame
import Testing

@testable import HTTP

@Suite struct CredentialsRequestTests {
    private func credentials(_ target: String, _ authorization: String? = nil) -> Credentials {
        let fields = authorization.map { HeaderFields([.init("Authorization", $0)]) } ?? HeaderFields()
        return Credentials(presentedBy: RequestHead(target: target, fields: fields))
    }

    @Test(
        arguments: [
            ("/", "Bearer abc", "abc"), ("/", "bearer abc", "abc"), ("/?token=abc", nil, "abc"),
            ("/x?a=b&token=abc&c=d", nil, "abc"), ("/?token=a%2Bc", nil, "a+c"), ("/?token=abc", "Bearer xyz", "xyz"),
            ("/?token=abc&token=xyz", nil, nil), ("/?token=", nil, nil), ("/?token", nil, nil),
            ("/?TOKEN=abc", nil, nil),
            ("/?token=%ff", nil, nil), ("/?tokens=abc", nil, nil), ("/", "Bearer a b", nil), ("/", "Bearer", nil),
            ("/", "Bearer \u{e9}", nil), ("/?token=%C3%A9", nil, nil), ("/?t%CC%81oken=a", nil, nil),
        ] as [(String, String?, String?)])
    func findsAToken(target: String, authorization: String?, token: String?) {
        #expect(credentials(target, authorization) == Credentials(bearer: token.map { Secret($0) }))
    }

    @Test func takesATokenOfTheTargetBesideAPassword() {
        #expect(
            credentials("/?token=abc", "Basic YW5uOnNlY3JldA==")
                == Credentials(basic: .init(user: "ann", password: "secret"), bearer: "abc"))
    }

    @Test func saysWhatIsWrongWithoutShowingIt() {
        #expect(Credentials.basic(user: "ann", password: "secret").blame == "wrong password, or unknown user 'ann'")
        #expect(Credentials.bearer("abc").blame == "wrong token")
        #expect(Credentials.none.blame == "no credentials")
        #expect(Credentials(certificate: PeerCertificate()).blame == "a certificate without a known name")
    }

    @Test(
        "A token is of visible ASCII characters alone",
        arguments: [
            ("!", true), ("~", true), ("a~!", true), ("\u{7f}", false), ("a\u{1f}", false),
        ])
    func characters(_ text: String, isRead: Bool) {
        #expect(credentials("/", "Bearer \(text)").bearer.map { $0.reveal() } == (isRead ? text : nil))
    }
}

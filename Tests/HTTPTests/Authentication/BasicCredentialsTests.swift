import Frame
import Testing

@testable import HTTP

@Suite struct BasicCredentialsTests {
    /// RFC 7617 §2 and §2.1.
    @Test(arguments: [
        ("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin", "open sesame"),
        ("basic dGVzdDoxMjPCow==", "test", "123£"),
        ("BASIC YTo=", "a", ""),
        ("Basic Ong=", "", "x"),
        ("Basic YTpiOmM=", "a", "b:c"),
    ])
    func readsNameAndPassword(_ field: String, _ user: String, _ password: String) {
        #expect(BasicCredentials.decode(field) == Credentials.Basic(user: user, password: Secret(password)))
    }

    @Test(arguments: [
        "", "Basic", "Basic ", "Basic QWxhZGRpbg==", "Basic QWx", "Basic QWxhZGRpbjpv*GVuIHNlc2FtZQ==", "Bearer YTpi",
        "Basic YTpi YTpi", "Basic /zr/", "Basic YTpi=", "Basic ====",
    ])
    func refusesWhatIsNotBasic(_ field: String) {
        #expect(BasicCredentials.decode(field) == nil)
    }

    @Test(arguments: [(255, 1024, true), (256, 0, false), (0, 1025, false)])
    func refusesWhatIsLongerThanNamesAndPasswords(_ name: Int, _ password: Int, isRead: Bool) {
        let (name, password) = (String(repeating: "n", count: name), String(repeating: "p", count: password))
        let basic = Credentials.Basic(user: name, password: Secret(password))
        #expect((BasicCredentials.decode(BasicCredentials.encode(basic)) == basic) == isRead)
    }

    @Test(arguments: ["Basic\u{301} YTpi", "Basic \u{301}YTpi", "Basic YTpi\u{301}", "Basi\u{301}c YTpi"])
    func refusesWhatIsNotASCII(_ field: String) { #expect(BasicCredentials.decode(field) == nil) }

    @Test(arguments: [("Aladdin", "open sesame"), ("ü", "päss:wörd"), ("a", "")])
    func readsWhatItWrites(_ user: String, _ password: String) {
        let basic = Credentials.Basic(user: user, password: Secret(password))
        #expect(BasicCredentials.decode(BasicCredentials.encode(basic)) == basic)
    }
}

import Frame
import Testing

@Suite struct SecretTests {
    @Test(arguments: [
        ("", "", true), ("a", "a", true), ("a", "b", false), ("a", "", false), ("", "a", false), ("a", "aa", false),
        ("aa", "a", false), ("abc", "abd", false), ("a", "a\0", false), ("\0", "", false), ("ü", "u\u{308}", false),
    ])
    func `secrets are equal when their bytes are`(left: String, right: String, isEqual: Bool) {
        #expect((Secret(left) == Secret(right)) == isEqual)
    }

    @Test func `a secret shows itself only when it is asked to`() {
        let secret: Secret = "hunter2"
        let credentials = Credentials(basic: .init(user: "ann", password: secret), bearer: secret)
        var dumped = ""
        dump(secret, to: &dumped)
        dump(credentials, to: &dumped)
        let shown = [
            "\(secret)", String(reflecting: secret), "\([secret])", "\(credentials)", String(reflecting: credentials),
            dumped,
        ]
        for text in shown { #expect(!text.contains("hunter2")) }
        #expect("\(secret)" == "••••")
        #expect(secret.reveal() == "hunter2")
    }

    @Test func `credentials are equal when all their proofs are`() {
        #expect(Credentials.basic(user: "ann", password: "a") == Credentials(basic: .init(user: "ann", password: "a")))
        #expect(Credentials.basic(user: "ann", password: "a") != .basic(user: "ann", password: "b"))
        #expect(Credentials.bearer("a") != .bearer("b"))
        #expect(Credentials.bearer("a") != .none)
    }

    @Test func `kinds of credentials are bits of their own`() {
        #expect([Credentials.Kinds.basic, .bearer, .certificate].map(\.rawValue) == [1, 2, 4])
    }

    @Test func `a principal prints as its name`() { #expect("\(Principal("ann"))" == "ann") }
}

import Testing

@testable import HTTP

@Suite struct ChallengeTests {
    @Test("A challenge has a scheme and parameters, with and without quotes")
    func one() {
        let challenge = Challenge.parse(["Digest realm=\"a \\\"b\\\"\", nonce=x, stale = TRUE"])
        #expect(
            challenge == [
                Challenge(
                    scheme: "Digest",
                    parameters: [.init("realm", "a \"b\""), .init("nonce", "x"), .init("stale", "TRUE")])
            ])
        #expect(challenge?.first?["NONCE"] == "x")
        #expect(challenge?.first?.isScheme("digest") == true)
    }

    @Test("Commas part challenges and parameters alike, over several lines too (RFC 9110 §11.6.1)")
    func list() {
        // The example of the RFC.
        let values = [
            "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"",
            ", ,Negotiate ,, NTLM TlRMTVNTUAAB==, Last",
        ]
        let challenges = Challenge.parse(values) ?? []
        #expect(challenges.map(\.scheme) == ["Basic", "Newauth", "Negotiate", "NTLM", "Last"])
        #expect(challenges.map(\.parameters.count) == [1, 3, 0, 1, 0])
        #expect(challenges[1]["title"] == "Login to \"apps\"")
        #expect(challenges[3][""] == "TlRMTVNTUAAB==")
    }

    @Test("A parameter given twice has no value")
    func twice() { #expect(Challenge.parse(["Digest a=1, a=2"])?.first?["a"] == nil) }

    @Test("No challenge is none, not an error")
    func empty() {
        #expect(Challenge.parse([]) == [])
        #expect(Challenge.parse(["", " , "]) == [])
    }

    @Test(
        "What breaks the grammar is refused",
        arguments: [
            "realm=x", "=x", "Basic realm=, ;", "Basic realm=\"x", "Basic realm=\"x\\", "Basic realm=\"x\"y",
            "Basic a b=c", "Basic =", "Basic ==",
            "Basic \"x\"", "Basic realm=x y", "\u{1}", "Basic realm=x;y",
        ])
    func broken(_ text: String) { #expect(Challenge.parse([text]) == nil) }
}

import Frame
import Testing

@testable import HTTP

@Suite struct DigestChallengeTests {
    private func challenge(_ text: String) throws -> DigestChallenge? {
        DigestChallenge(try #require(Challenge.parse([text])?.first))
    }

    @Test(
        "The answer is that of RFC 7616 §3.9.1",
        arguments: [
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        ])
    func example(_ algorithm: String, _ response: String) throws {
        let challenge = try challenge(
            """
            Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=\(algorithm), \
            nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
            """)
        let answer = challenge?.answer(
            Credentials.Basic(user: "Mufasa", password: "Circle of Life"), method: "GET", target: "/dir/index.html",
            nonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
        #expect(
            answer == """
                Digest username="Mufasa", realm="http-auth@example.org", \
                nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", uri="/dir/index.html", \
                cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", response="\(response)", \
                opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", algorithm=\(algorithm), qop=auth, nc=00000001
                """)
    }

    @Test("A quote in a name does not end it")
    func quotes() throws {
        let answer = try challenge(#"Digest realm="r", nonce="n", qop="auth""#)?
            .answer(.init(user: #"a"b\c"#, password: "p"), method: "CONNECT", target: "h:1", nonce: "c")
        #expect(answer?.hasPrefix(#"Digest username="a\"b\\c", realm="r""#) == true)
    }

    @Test("Without an algorithm it is MD5")
    func standard() throws {
        #expect(try challenge("Digest realm=r, nonce=n, qop=\"auth\"")?.algorithm == .md5)
        #expect(try challenge("Digest realm=r, nonce=n, qop=AUTH, algorithm=sha-256")?.algorithm == .sha256)
    }

    @Test("A stale nonce is said to be one")
    func stale() throws {
        #expect(try challenge("Digest realm=r, nonce=n, qop=auth, stale=TRUE")?.isStale == true)
        #expect(try challenge("Digest realm=r, nonce=n, qop=auth, stale=false")?.isStale == false)
    }

    @Test(
        "What cannot be answered is not taken",
        arguments: [
            "Basic realm=r", "Digest nonce=n, qop=auth", "Digest realm=r, qop=auth", "Digest realm=r, nonce=n",
            "Digest realm=r, nonce=n, qop=auth-int", "Digest realm=r, nonce=n, qop=auth, algorithm=MD5-sess",
            "Digest realm=r, nonce=n, qop=auth, algorithm=SHA-512-256", "Digest realm=r, nonce=n, nonce=m, qop=auth",
        ])
    func unknown(_ text: String) throws { #expect(try challenge(text) == nil) }
}

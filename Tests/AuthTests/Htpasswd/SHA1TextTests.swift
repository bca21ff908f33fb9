import Frame
import Testing

@testable import Auth

@Suite struct SHA1TextTests {
    // FIPS 180-4 examples, in base64: of "abc", of the empty message, and of 448 bits.
    @Test(arguments: [
        ("abc", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="),
        ("", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "hJg+RBw70m66rkqh+VEp5eVGcPE="),
        ("müller", "qFupM/pfdumHLQ0arbs/M3FhCJE="),
    ])
    func `a password has the digest that the standard says`(password: String, text: String) throws {
        let expected = try #require(SHA1Text(Array(text.utf8)))
        #expect(try SHA1Text(of: Array(password.utf8)) == expected)
        #expect(try SHA1Text(of: Array("\(password)x".utf8)) != expected)
    }

    @Test(arguments: [
        "", "=", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0==", "qZk+NkcGgWq6PiVxeFDCbJzQ2J00",
        "qZk+NkcGgWq6PiVxeFDCbJzQ2J =", "qZk-NkcGgWq6PiVxeFDCbJzQ2J0=", "qZk+NkcGgWq6PiVxeFDCbJzQ2J\u{0}=",
        "qZk+NkcGgWq6PiVxeFDCbJzQ2==",
    ])
    func `what is not base64 of twenty bytes is no digest`(text: String) { #expect(SHA1Text(Array(text.utf8)) == nil) }

    @Test(arguments: ["", "abc", String(repeating: "\0", count: 28)])
    func `no password has the decoy's hash`(password: String) throws {
        #expect(try !PasswordHash.sha1(.unattainable).matches(.init(password)))
    }
}

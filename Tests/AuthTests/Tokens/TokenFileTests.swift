import Frame
import Testing

@testable import Auth

@Suite struct TokenFileTests {
    /// Of `a token that has 30 characters`, by sha256sum(1).
    static let digest = "d6b9d20335cc7dfc2bc7deaefc3acc304ec99134caf58a97213aea1d9735bf43"
    static let token: Secret = "a token that has 30 characters"

    static func parse(_ text: String) -> TokenFile { TokenFile(parsing: Array(text.utf8)) }

    @Test(arguments: [
        "ann:\(digest)", "ann:\(digest.uppercased())\r\n", "# comment\n\n  ann:\(digest)  \n",
        "ann:\(digest):2027-01-01",
        "ann:\(digest):2027-01-01T00:00:01Z", "bob:\(String(repeating: "0", count: 64))\nann:\(digest)",
    ])
    func `whoever bears a listed token is admitted by name`(text: String) throws {
        let file = Self.parse(text)
        #expect(file.malformed == 0)
        #expect(try file.bearer(of: Self.token, at: .seconds(1_798_761_599))?.name == "ann")
        #expect(try file.bearer(of: "another token of 30 characters", at: .zero) == nil)
    }

    @Test func `a token is refused from the moment on that it expires`() throws {
        // 2027-01-01 is 1,798,761,600 seconds after 1970, by date(1).
        let file = Self.parse("ann:\(Self.digest):2027-01-01")
        #expect(try file.bearer(of: Self.token, at: .seconds(1_798_761_599))?.name == "ann")
        #expect(try file.bearer(of: Self.token, at: .seconds(1_798_761_600)) == nil)
        #expect(file.expiredCount(at: .seconds(1_798_761_599)) == 0)
        #expect(file.expiredCount(at: .seconds(1_798_761_600)) == 1)
    }

    @Test(arguments: [
        ":\(digest)", "ann", "ann:", "ann:\(digest.dropLast())", "ann:\(digest)0", "ann:\(digest.dropLast())g",
        "ann:\(digest):", "ann:\(digest):never", "ann:\(digest):2027-13-01", "ann:\(digest):2027-02-29",
        "ann:\(digest):2027-01-01:x", "a\u{1}nn:\(digest)", "ann:a token that has 30 characters",
    ])
    func `absurd lines are skipped and counted`(line: String) throws {
        let file = Self.parse(line)
        #expect(file.isEmpty)
        #expect(file.malformed == 1)
        #expect(try file.bearer(of: Self.token, at: .zero) == nil)
    }

    @Test func `one name may have several tokens, and a token the first name that has it`() throws {
        let file = Self.parse("ann:\(Self.digest)\nann:\(String(repeating: "1", count: 64))\nbob:\(Self.digest)")
        #expect(try file.bearer(of: Self.token, at: .zero)?.name == "ann")
        #expect(file.malformed == 1)
    }

    @Test func `a digest reads as it is written`() throws {
        let digits = (0..<32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        for text in [digits, String(digits.reversed()), String(repeating: "f", count: 64)] {
            #expect(try #require(TokenDigest(Array(text.utf8)[...])).hexadecimal == text)
        }
    }

    @Test func `a token of 22 characters may be used`() throws {
        let token: Secret = "a token of 22 letters."
        let file = Self.parse("ann:\(try TokenDigest(of: token).hexadecimal)")
        #expect(try file.bearer(of: token, at: .zero)?.name == "ann")
    }

    @Test(arguments: ["", "a token of 21 letters"])
    func `a token that can be guessed from its digest is refused`(token: String) throws {
        let file = Self.parse("ann:\(try TokenDigest(of: .init(token)).hexadecimal)")
        #expect(!file.isEmpty)
        #expect(try file.bearer(of: .init(token), at: .zero) == nil)
    }
}

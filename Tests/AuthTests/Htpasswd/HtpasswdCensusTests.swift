import Testing

@testable import Auth

@Suite struct HtpasswdCensusTests {
    static let nothing = "no entry is one that 'htpasswd -B' writes, nor SHA-crypt, apr1 or {SHA}"

    private func census(_ change: (inout HtpasswdCensus) -> Void) -> HtpasswdCensus {
        var census = HtpasswdCensus()
        change(&census)
        return census
    }

    @Test func `one of each is warned of, and none is not`() {
        #expect(HtpasswdCensus().warning == nil)
        #expect(
            census { $0.unsupported = 1 }.warning
                == "1 user cannot be admitted, for want of a bcrypt, SHA-crypt, apr1 or {SHA} entry")
        #expect(
            census { $0.tooCostly = 1 }.warning == "1 user cannot be admitted, because the hash would take too long")
        #expect(
            census { $0.weak = 1 }.warning
                == "1 password can be guessed fast if the file is stolen ({SHA} or apr1): 'htpasswd -B' hashes them better"
        )
        #expect(census { $0.malformed = 1 }.warning == "1 line cannot be read")
        #expect(census { $0.repeated = 2 }.warning == "2 lines for a user listed further up cannot count")
    }

    @Test func `where there is nothing of use it is said what there is`() {
        #expect(HtpasswdCensus().complaint == Self.nothing)
        #expect(
            census { $0.unsupported = 1 }.complaint == Self.nothing
                + "; 1 are in plain text, by DES or in an unknown way")
        #expect(census { $0.tooCostly = 1 }.complaint == Self.nothing + "; 1 would take too long")
        #expect(census { $0.malformed = 1 }.complaint == Self.nothing + "; 1 line is no entry at all")
        #expect(census { $0.malformed = 2 }.complaint == Self.nothing + "; 2 lines are no entry at all")
    }

    @Test func `a file without a line of use is empty, or cannot be read`() {
        let start = "cannot admit clients with 'f': "
        #expect(AuthError.noUsableLine(file: "f", malformed: 0).description == start + "it is empty")
        for malformed in 1...2 {
            let description = AuthError.noUsableLine(file: "f", malformed: malformed).description
            #expect(description == start + "no line of it can be read")
        }
    }
}

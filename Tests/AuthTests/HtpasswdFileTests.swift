import Frame
import Testing

@testable import Auth

@Suite struct HtpasswdFileTests {
    static func parse(_ text: String) -> HtpasswdFile { HtpasswdFile(parsing: Array(text.utf8)) }

    static func census(_ usable: Int, unsupported: Int = 0, malformed: Int = 0, repeated: Int = 0) -> HtpasswdCensus {
        var census = HtpasswdCensus()
        (census.usable, census.unsupported) = (usable, unsupported)
        (census.malformed, census.repeated) = (malformed, repeated)
        return census
    }

    @Test func `an entry is a name, a colon and a hash`() throws {
        let file = Self.parse(Line.ann + "\n")
        #expect(try file["ann"]?.matches("secret") == true)
        #expect(try file["ann"]?.matches("Secret") == false)
        #expect(file["Ann"] == nil)
        #expect(file.census == Self.census(1))
    }

    @Test(arguments: [
        Line.ann, Line.ann + "\r\n", "\n\n" + Line.ann + "\n\n", "# comment\n" + Line.ann, "  " + Line.ann + " \t\n",
        "#ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\r\n\r\n" + Line.ann, Line.ann + ":further:fields", "\u{c}\n" + Line.ann,
    ])
    func `ends of lines, blanks, comments and further fields do not matter`(text: String) throws {
        let file = Self.parse(text)
        #expect(try file["ann"]?.matches("secret") == true)
        #expect(file.census == Self.census(1))
    }

    @Test(arguments: [Line.apr1, Line.bcrypt, Line.sha256, Line.plain, "gil:", "hal:rqXexS6ZhobKA", "ida:{SSHA}abc"])
    func `users with other hashes are known and match nothing`(line: String) throws {
        let file = Self.parse(line + "\n" + Line.ann)
        let user = String(line.prefix { $0 != ":" })
        for password in ["", "secret", "myPassword", String(line.dropFirst(4))] {
            #expect(try file[user]?.matches(.init(password)) == false)
        }
        #expect(file.census == Self.census(1, unsupported: 1))
    }

    @Test(arguments: [
        ":{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", "no colon at all", "ann:{SHA}", "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ",
        "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=x", "a\u{1}nn:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
    ])
    func `absurd lines are skipped and counted`(line: String) {
        let file = Self.parse(line + "\n" + Line.bob)
        #expect(file["ann"] == nil)
        #expect(file["bob"] != nil)
        #expect(file.census == Self.census(1, malformed: 1))
    }

    @Test func `a name with NUL in it is no name`() {
        #expect(Self.parse("an\u{0}n:secret").census == Self.census(0, malformed: 1))
    }

    @Test(arguments: [(8192, 0), (8193, 1)])
    func `an entry has a greatest length`(byteCount: Int, malformed: Int) {
        let line = String(repeating: "a", count: byteCount - 7) + ":secret"
        #expect(Self.parse(line).census == Self.census(0, unsupported: 1 - malformed, malformed: malformed))
    }

    @Test func `a name that is not UTF-8 is no name`() {
        #expect(HtpasswdFile(parsing: [0x6d, 0xfc] + Array(Line.ann.utf8.dropFirst(3))).census.malformed == 1)
    }

    @Test func `the first entry of a user counts, as in Apache`() throws {
        let file = Self.parse(Line.ann + "\nann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\nann:plain\n")
        #expect(try file["ann"]?.matches("secret") == true)
        #expect(try file["ann"]?.matches("password") == false)
        #expect(file.census == Self.census(1, repeated: 2))
    }

    @Test func `names that look the same are not the same`() {
        let composed = "m\u{fc}ller"
        let decomposed = "mu\u{308}ller"
        #expect(composed == decomposed, "Swift compares texts by what they mean")
        let file = Self.parse(composed + Line.ann.dropFirst(3))
        #expect(file[composed] != nil)
        #expect(file[decomposed] == nil)
    }

    @Test func `an empty file has no entry`() { #expect(Self.parse("").census == Self.census(0)) }

    @Test(arguments: 0...Line.ann.utf8.count)
    func `a file that ends too early admits nobody, or the user it names whole`(count: Int) throws {
        let file = Self.parse(String(Line.ann.prefix(count)))
        #expect(file.census.usable == (count == Line.ann.utf8.count ? 1 : 0))
        #expect(try file["ann"]?.matches("") != true)
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `no bytes make it trap`(seed: UInt64) {
        var state = seed
        let alphabet = Array("ann:{SHA}$2y#\r\n =+/\u{0}\u{ff}".utf8)
        let bytes = (0..<2000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return alphabet[Int(state >> 33) % alphabet.count]
        }
        let census = HtpasswdFile(parsing: bytes).census
        #expect(census.usable + census.unsupported + census.malformed + census.repeated <= 2000)
    }
}

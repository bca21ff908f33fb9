import Frame
import Testing

@testable import Auth

@Suite struct HtpasswdFileTests {
    static func parse(_ text: String) -> HtpasswdFile { HtpasswdFile(parsing: Array(text.utf8)) }

    static func census(_ usable: Int, weak: Int? = nil, unsupported: Int = 0, malformed: Int = 0, repeated: Int = 0)
        -> HtpasswdCensus
    {
        var census = HtpasswdCensus()
        (census.usable, census.weak, census.unsupported) = (usable, weak ?? usable, unsupported)
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

    @Test(arguments: [
        Line.plain, Line.des, "gil:", "hal:rqXexS6ZhobKA", "ida:{SSHA}abc", "jim:$1$a$b", "kim:$y$j9T$a$b",
    ])
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
        "\u{8}ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", "\u{e}ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
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

    @Test(arguments: [
        (Line.ann, "secret"), (Line.apr1, "myPassword"), (Line.bcrypt, "secret"), (Line.sha256, "secret"),
        (Line.sha512, "secret"), (Line.bcrypt.replacing("2y", with: "2a"), "secret"),
        (Line.bcrypt.replacing("2y", with: "2b"), "secret"),
    ])
    func `each kind of hash admits by its password alone`(line: String, password: String) throws {
        let file = Self.parse(line)
        let user = String(line.prefix { $0 != ":" })
        #expect(try file.admits(user, .init(password)))
        for wrong in ["", "Secret", password + " ", password + "\0", String(line.dropFirst(4))] {
            #expect(try !file.admits(user, .init(wrong)))
        }
        #expect(try !file.admits(user + "x", .init(password)))
    }

    @Test(arguments: [
        "$2y$05$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR6", "$2y$5$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv",
        "$2y$32$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR66", "$2y$", "$5$abcdefgh$", "$6$", "$5$$",
        "$2y$05$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR6*",
        "$5$rounds=10$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.",
        "$5$rounds=05000$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.",
        "$5$rounds=99999999999999999999$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.",
        "$2y$03$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR66",
        "$2y$/5$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR66",
        "$2y$05$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR66$",
        "$5$rounds=999$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.",
        "$5$rounds=1000000000$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.",
        "$5$abcdefghabcdefgha$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.",
        "$5$abcd=fgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.",
        "$apr1$r31.....$", "$apr1$r31......$HqJZimcKQFAMYayBlzkrA/", "$apr1$$HqJZimcKQFAMYayBlzkrA/$",
    ])
    func `a hash that is not whole is no entry`(hash: String) {
        #expect(Self.parse("ann:" + hash).census == Self.census(0, malformed: 1))
    }

    @Test(arguments: [
        ("$2y$14$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR66", true),
        ("$2y$15$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR66", false),
        ("$2y$31$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR66", false),
        ("$5$rounds=1000$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.", true),
        ("$5$rounds=999999999$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.", false),
        ("$5$abcdefghabcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.", true),
        ("$5$rounds=1000000$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.", true),
        ("$5$rounds=1000001$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.", false),
    ])
    func `a hash that would take too long admits nobody`(hash: String, isAffordable: Bool) {
        let census = Self.parse("ann:" + hash).census
        #expect(census.usable == (isAffordable ? 1 : 0))
        #expect(census.tooCostly == (isAffordable ? 0 : 1))
    }

    @Test func `an unknown user costs a hash of each kind that there is`() {
        let dear = Line.bcrypt.replacing("dan:$2y$05", with: "amy:$2y$06")
        let lines = [Line.ann, Line.bob, Line.apr1, Line.bcrypt, dear, Line.sha256, Line.sha512, Line.plain]
        #expect(
            Self.parse(lines.joined(separator: "\n")).decoys.map(\.kind) == [
                .sha1, .apr1, .crypt(.bcrypt(name: "2y", cost: 5)), .crypt(.bcrypt(name: "2y", cost: 6)),
                .crypt(.sha(name: "5", rounds: 5000)), .crypt(.sha(name: "6", rounds: 5000)),
            ])
    }

    @Test(arguments: [
        PasswordHash.Kind.sha1, .apr1, .crypt(.bcrypt(name: "2a", cost: 4)), .crypt(.bcrypt(name: "2y", cost: 9)),
        .crypt(.bcrypt(name: "2y", cost: 10)),
        .crypt(.sha(name: "5", rounds: 1000)), .crypt(.sha(name: "6", rounds: 5000)),
    ])
    func `a decoy is of its kind, is computed, and no password has it`(kind: PasswordHash.Kind) throws {
        #expect(kind.decoy.kind == kind)
        for password in ["", "secret"] { #expect(try !kind.decoy.matches(.init(password))) }
    }

    @Test func `no more than eight kinds of hashes are told apart`() {
        let lines = (4...14).map { cost in
            Line.bcrypt.replacing("dan:$2y$05", with: "user\(cost):$2y$\(cost < 10 ? "0" : "")\(cost)")
        }
        #expect(Self.parse(lines.joined(separator: "\n")).decoys.count == 8)
    }

    @Test func `a known user costs a hash of each other kind, too`() {
        let file = Self.parse([Line.ann, Line.apr1, Line.bcrypt].joined(separator: "\n"))
        #expect(file.decoys(beside: file["eve"]).map(\.kind) == file.decoys.map(\.kind))
        #expect(file.decoys(beside: file["cat"]).map(\.kind) == [.sha1, .crypt(.bcrypt(name: "2y", cost: 5))])
    }

    @Test(arguments: [(511, true), (512, false)])
    func `a password has fewer than 512 bytes`(count: Int, isTaken: Bool) throws {
        let password = String(repeating: "p", count: count)
        let hash = PasswordHash.sha1(try SHA1Text(of: Array(password.utf8)))
        #expect(try hash.matches(.init(password)) == isTaken)
    }

    @Test func `crypt(3) has digits of its own`() {
        let digits = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        #expect((UInt8.min...UInt8.max).filter(CryptText.isDigit) == Array(digits.utf8))
    }

    @Test(arguments: ["$", "$5", "$5$", "$5$a", "$2y$05", "$5$rounds=5000$a$b$c"])
    func `what has too few parts or too many is no hash`(text: String) {
        #expect(CryptText(Array(text.utf8)[...]) == nil)
    }

    @Test(arguments: [(8192, 0), (8193, 1)])
    func `an entry has a greatest length`(byteCount: Int, malformed: Int) {
        let line = "ann:secret:" + String(repeating: "a", count: byteCount - 11)
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

    @Test func `a name in either normalization form is one user, whose first entry counts`() throws {
        let (composed, decomposed) = ("m\u{fc}ller", "mu\u{308}ller")
        for (first, second) in [(composed, decomposed), (decomposed, composed)] {
            let file = Self.parse("\(first)\(Line.ann.dropFirst(3))\n\(second):{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n")
            for name in [first, second] {
                #expect(try file[name]?.matches("secret") == true)
                #expect(try file[name]?.matches("password") == false)
            }
            #expect(file.census == Self.census(1, repeated: 1))
        }
    }

    @Test(arguments: ["Müller", "muller", "mu\u{308}\u{308}ller", "\u{fc}", "\u{ff4d}üller", "müller\u{200b}"])
    func `names that look alike are others`(name: String) {
        #expect(Self.parse("müller" + Line.ann.dropFirst(3))[name] == nil)
    }

    @Test func `a name of more bytes than any has is in no file`() {
        let name = String(repeating: "n", count: 256)
        let file = Self.parse(name + Line.ann.dropFirst(3) + "\n" + name.dropLast() + Line.ann.dropFirst(3))
        #expect(file[name] == nil)
        #expect(file[String(name.dropLast())] != nil)
        #expect(file.census == Self.census(1, malformed: 1))
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
        #expect(census.usable + census.unsupported + census.tooCostly + census.malformed + census.repeated <= 2000)
    }
}

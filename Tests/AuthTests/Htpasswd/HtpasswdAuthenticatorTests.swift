import Frame
import Glibc
import Testing

@testable import Auth

@Suite struct HtpasswdAuthenticatorTests {
    static func authenticator(_ path: String) throws -> HtpasswdAuthenticator {
        try HtpasswdAuthenticator(EndpointURI(scheme: "htpasswd", path: path))
    }

    @Test func `a listed user with the right password is admitted by name`() async throws {
        let file = try TemporaryFile(Line.ann + "\n" + Line.bob + "\n")
        let authenticator = try Self.authenticator(file.path)
        #expect(try await authenticator.authenticate(.basic(user: "ann", password: "secret")) == Principal("ann"))
        #expect(try await authenticator.authenticate(.basic(user: "bob", password: "password")) == Principal("bob"))
    }

    @Test(arguments: [
        Credentials.basic(user: "ann", password: "password"), .basic(user: "ann", password: ""),
        .basic(user: "eve", password: "secret"), .basic(user: "", password: "secret"),
        .basic(user: "ANN", password: "secret"), .basic(user: "ann", password: "secret\u{0}"),
        .basic(user: "cat", password: "secret"), .basic(user: "dan", password: "secret\u{0}"),
        .basic(user: "hal", password: "secret"), .basic(user: "fay", password: "secret"), .bearer("secret"), .none,
    ])
    func `everybody else is refused`(credentials: Credentials) async throws {
        let file = try TemporaryFile(
            [Line.ann, Line.apr1, Line.bcrypt, Line.des, Line.plain].joined(separator: "\n"))
        #expect(try await Self.authenticator(file.path).authenticate(credentials) == nil)
    }

    @Test func `the registry makes one of its URI`() async throws {
        let file = try TemporaryFile(Line.ann)
        let authenticator = try Registry(.auth).authenticator(EndpointURI("htpasswd:" + file.path))
        #expect(try await authenticator.authenticate(.basic(user: "ann", password: "secret")) == Principal("ann"))
    }

    @Test func `the census tells the operator who will be refused`() throws {
        let costly = "ida:$2y$15$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR66"
        let lines = [Line.ann, Line.apr1, Line.bcrypt, Line.des, Line.plain, costly, "absurd"]
        let file = try TemporaryFile(lines.joined(separator: "\n"))
        let authenticator = try Self.authenticator(file.path)
        #expect(authenticator.census.usable == 3)
        #expect(authenticator.census.weak == 2)
        #expect(authenticator.census.unsupported == 2)
        #expect(authenticator.census.tooCostly == 1)
        #expect(authenticator.census.malformed == 1)
        #expect(
            authenticator.warnings == [
                """
                '\(file.path)': 2 users cannot be admitted, for want of a bcrypt, SHA-crypt, apr1 or {SHA} entry; 1 user cannot be \
                admitted, because the hash would take too long; 2 passwords can be guessed fast if the file is stolen ({SHA} or \
                apr1): 'htpasswd -B' hashes them better; 1 line cannot be read
                """
            ])
    }

    @Test func `the census names lines that cannot count`() throws {
        let file = try TemporaryFile([Line.bcrypt, Line.bcrypt].joined(separator: "\n"))
        #expect(
            try Self.authenticator(file.path).census.warning == "1 line for a user listed further up cannot count")
    }

    @Test func `the census has nothing to warn of where everybody can be admitted`() throws {
        let file = try TemporaryFile([Line.bcrypt, Line.sha256, Line.sha512].joined(separator: "\n"))
        #expect(try Self.authenticator(file.path).warnings == [])
    }

    @Test(arguments: [
        ("htpasswd:", EndpointURIError.missingPart("file", of: "htpasswd")),
        ("htpasswd://host/file", .unexpectedPart("host", in: "htpasswd")),
        ("htpasswd:/file?realm=x", .unknownParameter("realm", known: [])),
    ])
    func `a URI that means something else is an error`(text: String, error: EndpointURIError) throws {
        let uri = try EndpointURI(text)
        #expect(throws: error) { try HtpasswdAuthenticator(uri) }
    }

    // What the operator reads when the program refuses to start.

    @Test func `a missing file is named`() throws {
        let error = #expect(throws: AuthError.self) { try Self.authenticator("/nowhere/htpasswd") }
        #expect(error?.description == "cannot read '/nowhere/htpasswd': No such file or directory")
    }

    @Test func `a directory is no password file`() throws {
        let error = #expect(throws: AuthError.self) { try Self.authenticator("/tmp") }
        #expect(error?.description == "cannot read '/tmp': it is not a regular file")
    }

    @Test func `a pipe that nobody writes to does not hold anybody up`() throws {
        let file = try TemporaryFile()
        #expect(mkfifo(file.path, 0o600) == 0)
        #expect(throws: AuthError.unreadable(file: file.path, reason: "it is not a regular file")) {
            try Self.authenticator(file.path)
        }
    }

    @Test func `a file without a usable entry is refused with what it has instead`() throws {
        let file = try TemporaryFile([Line.des, Line.plain, "absurd"].joined(separator: "\n"))
        let error = #expect(throws: AuthError.self) { try Self.authenticator(file.path) }
        #expect(
            error?.description == """
                cannot admit clients with '\(file.path)': no entry is one that 'htpasswd -B' writes, nor SHA-crypt, apr1 or \
                {SHA}; 2 are in plain text, by DES or in an unknown way; 1 line is no entry at all
                """
        )
    }

    @Test func `an empty file is refused`() throws {
        let file = try TemporaryFile("# nobody yet\n")
        let error = #expect(throws: AuthError.self) { try Self.authenticator(file.path) }
        #expect(
            error?.description == "cannot admit clients with '\(file.path)': \(HtpasswdCensusTests.nothing)")
    }

    @Test func `a file has a greatest size`() throws {
        let file = try TemporaryFile()
        let padding = [UInt8](repeating: UInt8(ascii: "\n"), count: HtpasswdFile.byteLimit - Line.ann.utf8.count)
        try file.write(Array(Line.ann.utf8) + padding)
        #expect(try Self.authenticator(file.path).census.usable == 1)
        try file.write(Array(Line.ann.utf8) + padding + [UInt8(ascii: "\n")])
        #expect(throws: AuthError.tooLong(file: file.path, limit: 16_777_216)) { try Self.authenticator(file.path) }
    }

    @Test func `two passwords are hashed at a time, and 512 wait`() async throws {
        let file = try TemporaryFile(Line.ann)
        let workers = try Self.authenticator(file.path).workers
        let gate = try Gate()
        let turnedAway = try await gate.turnedAway(by: workers, of: 520, expecting: 6)
        #expect(turnedAway == 6)
    }

    @Test func `errors say nothing that is in the file`() throws {
        let file = try TemporaryFile([Line.des, Line.plain].joined(separator: "\n"))
        let error = #expect(throws: AuthError.self) { try Self.authenticator(file.path) }
        var dumped = ""
        dump(error, to: &dumped)
        for secret in ["hal", "fay", "secret", "xxWAum7tHdIUw"] { #expect(!dumped.contains(secret)) }
    }
}

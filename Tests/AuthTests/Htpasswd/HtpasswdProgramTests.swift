import Frame
import Glibc
import Testing

@testable import Auth

/// What Debian's own `htpasswd` writes.
@Suite struct HtpasswdProgramTests {
    static let program: String? = ["/usr/bin/htpasswd", "/usr/local/bin/htpasswd"].first {
        access($0 as String, X_OK) == 0
    }

    static func run(_ arguments: String...) throws { try run(arguments) }

    static func run(_ arguments: [String]) throws {
        let program = try #require(program)
        let strings: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        var process = pid_t()
        try #require(posix_spawn(&process, program, nil, nil, strings, nil) == 0)
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        try #require(status == 0)
    }

    @Test(
        .enabled(if: program != nil, "htpasswd is not installed (Debian package apache2-utils)"),
        arguments: ["secret", "p:a:s:s", "with blank", "schlüssel", "$apr1$", String(repeating: "x", count: 255)]
    )
    func `a user that htpasswd -s adds is admitted`(password: String) async throws {
        let file = try TemporaryFile()
        try Self.run("-cbs", file.path, "ann", "something else")
        try Self.run("-bs", file.path, "müller", password)
        let authenticator = try HtpasswdAuthenticator(EndpointURI(scheme: "htpasswd", path: file.path))
        #expect(try await authenticator.authenticate(.basic(user: "müller", password: .init(password))) != nil)
        #expect(try await authenticator.authenticate(.basic(user: "ann", password: .init(password))) == nil)
        try Self.run("-D", file.path, "müller")
        #expect(try await authenticator.authenticate(.basic(user: "müller", password: .init(password))) == nil)
    }

    @Test(
        .enabled(if: program != nil, "htpasswd is not installed (Debian package apache2-utils)"),
        arguments: [
            ["-m"], ["-B"], ["-B", "-C", "4"], ["-2"], ["-5"], ["-2", "-r", "1000"], ["-5", "-r", "20000"], ["-s"],
        ],
        [
            "secret", "p:a:s:s", "schlüssel", "", "a password of some more words than that",
            String(repeating: "x", count: 70),
        ]
    )
    func `a user that htpasswd adds in any way is admitted`(options: [String], password: String) async throws {
        let file = try TemporaryFile()
        try Self.run(["-cb"] + options + [file.path, "bob", password])
        let authenticator = try HtpasswdAuthenticator(EndpointURI(scheme: "htpasswd", path: file.path))
        #expect(try await authenticator.authenticate(.basic(user: "bob", password: .init(password))) != nil)
        #expect(try await authenticator.authenticate(.basic(user: "bob", password: .init(password + "x"))) == nil)
    }

    @Test(
        .enabled(if: program != nil, "htpasswd is not installed (Debian package apache2-utils)"),
        arguments: ["-d", "-p"]
    )
    func `a user that htpasswd adds by DES or in plain text is refused and counted`(option: String) async throws {
        let file = try TemporaryFile(Line.ann + "\n")
        try Self.run(["-b", option, file.path, "bob", "secret"])
        let authenticator = try HtpasswdAuthenticator(EndpointURI(scheme: "htpasswd", path: file.path))
        #expect(authenticator.census.unsupported == 1)
        #expect(try await authenticator.authenticate(.basic(user: "bob", password: "secret")) == nil)
    }
}

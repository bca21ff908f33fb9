import Frame
import Glibc
import Testing

@testable import Auth

@Suite struct HtpasswdReloadTests {
    let file: TemporaryFile
    let authenticator: HtpasswdAuthenticator

    init() throws {
        file = try TemporaryFile(Line.ann + "\n")
        authenticator = try HtpasswdAuthenticator(EndpointURI(scheme: "htpasswd", path: file.path))
    }

    private func admits(_ user: String, _ password: Secret) async throws -> Bool {
        try await authenticator.authenticate(.basic(user: user, password: password)) != nil
    }

    @Test func `a user who is added is admitted, and one who is removed is not`() async throws {
        #expect(try await admits("ann", "secret"))
        try file.write(Line.bob + "\n" + Line.apr1)
        #expect(try await !admits("ann", "secret"))
        #expect(try await admits("bob", "password"))
    }

    @Test func `a file that is replaced by another is read`() async throws {
        try file.replace(Line.bob + "\n")
        #expect(try await admits("bob", "password"))
    }

    @Test func `a password that changes leaves the size as it is, and is seen all the same`() async throws {
        for _ in 0..<20 {
            try file.write("ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n")
            #expect(try await admits("ann", "password"))
            try file.write(Line.ann + "\n")
            #expect(try await admits("ann", "secret"))
        }
    }

    @Test func `a change that dates itself back is seen`() async throws {
        try file.write("ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n")
        try file.age()
        #expect(try await admits("ann", "password"))
    }

    @Test func `while the file is gone nobody is admitted and every attempt says why`() async throws {
        file.remove()
        for _ in 0..<2 {
            await #expect(throws: AuthError.unreadable(file: file.path, reason: "No such file or directory")) {
                try await admits("ann", "secret")
            }
        }
        try file.write(Line.ann)
        #expect(try await admits("ann", "secret"))
    }

    @Test func `while the file has no usable entry nobody is admitted and every attempt says why`() async throws {
        try file.write("")
        for _ in 0..<2 {
            await #expect(throws: AuthError.noUsableEntry(file: file.path, census: HtpasswdCensus())) {
                try await admits("ann", "secret")
            }
        }
        try file.write(Line.ann)
        #expect(try await admits("ann", "secret"))
    }

    @Test func `while the file is a directory nobody is admitted`() async throws {
        file.remove()
        #expect(mkdir(file.path, 0o700) == 0)
        await #expect(throws: AuthError.self) { try await admits("ann", "secret") }
    }

    @Test func `many may ask at once while the file changes`() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                if number == 100 { try file.replace(Line.ann + "\n" + Line.bob + "\n") }
                let isRight = number % 2 == 0
                group.addTask { [authenticator] in
                    let credentials = Credentials.basic(user: "ann", password: isRight ? "secret" : "wrong")
                    return try await (authenticator.authenticate(credentials) != nil) == isRight
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        #expect(try await admits("bob", "password"))
    }
}

import CLinux
import Frame
import Glibc
import Testing

@testable import etherws

@Suite struct PasswordPromptTests {
    @Test(
        "Where there is no terminal the first line is the password",
        arguments: [
            ("secret\n", "secret"),
            ("secret\nnext line\n", "secret"),
            ("secret", "secret"),
            ("secret\r\n", "secret"),
            ("\n", ""),
            (" two words \n", " two words "),
            ("Zoë\n", "Zoë"),
        ]
    )
    func line(input: String, password: String) throws {
        #expect(try ask(Array(input.utf8)) == Secret(password))
    }

    @Test("What follows the line is left for the next reader")
    func rest() throws {
        let (near, far) = try socketPair()
        defer { close(far) }
        #expect(sendAll(Array("secret\nrest".utf8), to: near))
        close(near)
        #expect(try PasswordPrompt(input: far).ask() == "secret")
        #expect(try readAll(from: far, limit: 100) == Array("rest".utf8))
    }

    @Test("No input, too much of it, or bytes that are no text are errors of usage")
    func errors() {
        for bytes in [[], [UInt8](repeating: 0x61, count: 5000), [0xff, 0x0a]] {
            do {
                _ = try ask(bytes)
                Issue.record("\(bytes.count) bytes were taken for a password")
            } catch {
                #expect(Failure(error).status == .usage)
                #expect(!"\(error)".contains("standard input"))
            }
        }
    }

    @Test("It has 4,096 bytes at most")
    func longest() throws {
        let longest = [UInt8](repeating: 0x61, count: 4_096)
        #expect(try ask(longest + [0x0a]).reveal().utf8.count == 4_096)
        #expect(try ask(longest).reveal().utf8.count == 4_096)
        #expect(throws: Failure("the password is too long", .usage)) { try ask(longest + [0x61, 0x0a]) }
    }

    @Test("At a terminal the question is asked, nothing typed is shown, and echo comes back")
    func terminal() async throws {
        let (terminal, screen) = try pseudoTerminal()
        defer { close(terminal) }
        let (output, question) = try socketPair()
        defer { for descriptor in [output, question] { close(descriptor) } }

        async let password = PasswordPrompt(input: terminal, output: question).ask()
        var prompt = [UInt8](repeating: 0, count: 10)
        // To block here would take a thread of the few that the tests share, perhaps the one that is to ask.
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
        while read(output, &prompt, prompt.count) < 0, errno == EAGAIN { await Task.yield() }
        #expect(String(decoding: prompt, as: UTF8.self) == "Password: ")
        #expect(!echoes(terminal))
        #expect(write(screen, "hunter2\n", 8) == 8)
        #expect(try await password == "hunter2")

        #expect(echoes(terminal))
        _ = fcntl(screen, F_SETFL, O_NONBLOCK)
        var shown = [UInt8](repeating: 0, count: 100)
        #expect(read(screen, &shown, shown.count) < 0, "the terminal shows what was typed")
        close(screen)
    }

    private func ask(_ input: [UInt8]) throws -> Secret {
        let (near, far) = try socketPair()
        defer { close(far) }
        #expect(sendAll(input, to: near))
        close(near)
        return try PasswordPrompt(input: far).ask()
    }

    private func echoes(_ terminal: CInt) -> Bool {
        var settings = termios()
        tcgetattr(terminal, &settings)
        return settings.c_lflag & tcflag_t(ECHO) != 0
    }

    private func pseudoTerminal() throws -> (terminal: CInt, screen: CInt) {
        var (terminal, screen): (CInt, CInt) = (-1, -1)
        try #require(openpty(&screen, &terminal, nil, nil, nil) == 0)
        return (terminal, screen)
    }
}

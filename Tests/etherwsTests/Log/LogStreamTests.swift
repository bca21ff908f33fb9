import CLinux
import Glibc
import Logging
import Testing

@testable import etherws

@Suite final class LogStreamTests {
    private var reading: CInt = -1
    private let writing: CInt

    init() throws {
        var ends: [CInt] = [-1, -1]
        try #require(pipe2(&ends, O_CLOEXEC | O_NONBLOCK) == 0)
        (reading, writing) = (ends[0], ends[1])
        // The log's end waits for its reader, as everybody's standard error does.
        try #require(fcntl(writing, F_SETFL, 0) == 0)
    }

    deinit {
        close(reading)
        close(writing)
    }

    @Test("Lines arrive as they are")
    func lines() {
        let stream = makeStream()
        stream.write(.info, "one")
        stream.write(.info, "two")
        #expect(read() == "info: one\ninfo: two\n")
    }

    @Test("A reader who is asleep keeps nobody waiting, and is told how many lines are missing")
    func asleep() throws {
        let stream = makeStream()
        let line = String(repeating: "x", count: 999)
        for _ in 0..<1000 { stream.write(.info, line) }
        let arrived = read().split(separator: "\n")
        #expect(arrived.allSatisfy { $0 == "info: \(line)" } && arrived.count < 1000)
        stream.write(.info, "awake")
        let complaint =
            "warning: \(1000 - arrived.count) lines of the log were lost here, as there was no room for them"
        #expect(read() == "\(complaint)\ninfo: awake\n")
        stream.write(.info, "again")
        #expect(read() == "info: again\n")
    }

    @Test("A reader who has gone ends nobody")
    func gone() {
        let stream = makeStream()
        signal(SIGPIPE, SIG_IGN)
        close(reading)
        stream.write(.info, "nobody hears this")
        reading = -1
        #expect(!writeLine("nor this", to: writing))
    }

    @Test("A line is cut to what a pipe takes in one piece")
    func long() {
        #expect(writeLine(String(repeating: "x", count: 10_000), to: writing))
        #expect(read().utf8.count == Int(PIPE_BUF))
    }

    @Test("A full disk loses a line")
    func full() throws {
        let disk = open("/dev/full", O_WRONLY | O_CLOEXEC)
        defer { close(disk) }
        #expect(!writeLine("no room", to: disk))
    }

    private func makeStream() -> LogStream {
        LogStream { [writing] level, line in writeLine("\(level): \(line)", to: writing, within: .zero) }
    }

    private func read() -> String {
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        var text = ""
        while case let count = Glibc.read(reading, &bytes, bytes.count), count > 0 {
            text += String(decoding: bytes[..<count], as: UTF8.self)
        }
        return text
    }
}

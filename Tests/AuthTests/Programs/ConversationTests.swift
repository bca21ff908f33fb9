import Frame
import Glibc
import Linux
import Testing

@testable import Auth

@Suite struct ConversationTests {
    /// A pipe that blocks nothing.
    private func pipe() throws -> (reading: CInt, writing: CInt) {
        var ends: [CInt] = [0, 0]
        try #require(Glibc.pipe(&ends) == 0)
        for end in ends { try #require(fcntl(end, F_SETFL, O_NONBLOCK) == 0) }
        return (ends[0], ends[1])
    }

    @Test func `the program's input ends behind the question, even one without a byte`() throws {
        let (input, output, process) = (try pipe(), try pipe(), try pipe())
        defer { for descriptor in [input.reading, output.writing] { close(descriptor) } }
        // What is readable, as this is once its other end is closed, has ended.
        close(process.writing)
        var conversation = Conversation(
            question: [], to: try Descriptor(input.writing, "pipe"), from: try Descriptor(output.reading, "pipe"),
            of: try Descriptor(process.reading, "pipe"), limit: 10)
        errno = EAGAIN
        #expect(try conversation.hold(until: MonotonicClock.now + .seconds(60), failure).isEmpty)
        var byte: UInt8 = 0
        #expect(read(input.reading, &byte, 1) == 0)
        #expect(try conversation.hold(until: MonotonicClock.now + .seconds(60), failure).isEmpty)
    }

    @Test func `a program that says nothing and does not end has taken too long`() throws {
        let (input, output, process) = (try pipe(), try pipe(), try pipe())
        defer { for descriptor in [input.reading, output.writing, process.writing] { close(descriptor) } }
        var conversation = Conversation(
            question: [1], to: try Descriptor(input.writing, "pipe"), from: try Descriptor(output.reading, "pipe"),
            of: try Descriptor(process.reading, "pipe"), limit: 10)
        let deadline = MonotonicClock.now + .milliseconds(20)
        #expect(throws: failure("it took too long")) { try conversation.hold(until: deadline, failure) }
        #expect(MonotonicClock.now >= deadline)
    }

    @Test func `what comes later is read, too, and no more than the limit`() throws {
        let (input, output, process) = (try pipe(), try pipe(), try pipe())
        defer { for descriptor in [input.reading, output.writing, process.writing] { close(descriptor) } }
        var conversation = Conversation(
            question: [1], to: try Descriptor(input.writing, "pipe"), from: try Descriptor(output.reading, "pipe"),
            of: try Descriptor(process.reading, "pipe"), limit: 10)
        try #require(write(output.writing, "1", 1) == 1)
        #expect(throws: failure("it took too long")) {
            try conversation.hold(until: MonotonicClock.now + .milliseconds(20), failure)
        }
        try #require(write(output.writing, "2345678901", 10) == 10)
        #expect(throws: failure("it wrote more than 10 bytes")) {
            try conversation.hold(until: MonotonicClock.now + .seconds(60), failure)
        }
    }

    @Test func `a program that closes its input has heard enough`() throws {
        let (output, process) = (try pipe(), try pipe())
        defer { for descriptor in [output.writing, process.writing] { close(descriptor) } }
        var ends: [CInt] = [-1, -1]
        try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { close(ends[1]) }
        try #require(shutdown(ends[1], CInt(SHUT_RD)) == 0)
        signal(SIGPIPE, SIG_IGN)
        var conversation = Conversation(
            question: [1], to: try Descriptor(ends[0], "socketpair"), from: try Descriptor(output.reading, "pipe"),
            of: try Descriptor(process.reading, "pipe"), limit: 10)
        #expect(throws: failure("it took too long")) {
            try conversation.hold(until: MonotonicClock.now + .milliseconds(20), failure)
        }
        var byte: UInt8 = 0
        try #require(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
        // Its end of the input is closed, though the conversation goes on.
        #expect(read(ends[1], &byte, 1) == 0)
        #expect(throws: failure("it took too long")) { try conversation.hold(until: .zero, failure) }
    }

    private func failure(_ reason: String) -> AuthError { .undecided(program: "program", reason: reason) }
}

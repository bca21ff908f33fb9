import CLinux
import Frame
import Glibc
import Linux
import SignalSupport
import Testing

@testable import Auth

/// Conversations in which system calls fail for a while, and go on.
@Suite(.serialized, .timeLimit(.minutes(1))) struct DisturbedConversationTests {
    @Test func `what finds no room is written when there is some`() throws {
        let (output, process) = (try pipe(), try pipe())
        defer { for descriptor in [output.writing, process.writing] { close(descriptor) } }
        // It can be written to, and yet this number does not fit beside the 1 that is there (eventfd(2)).
        let counter = eventfd(1, CInt(EFD_NONBLOCK))
        let far = dup(counter)
        defer { close(far) }
        let number: [UInt8] = [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
        var conversation = Conversation(
            question: number, to: try Descriptor(counter, "eventfd"), from: try Descriptor(output.reading, "pipe"),
            of: try Descriptor(process.reading, "pipe"), limit: 10)
        #expect(throws: failure("it took too long")) {
            try conversation.hold(until: MonotonicClock.now + .milliseconds(20), failure)
        }
        var value: UInt64 = 0
        #expect(eventfd_read(far, &value) == 0 && value == 1)
        try #require(write(process.writing, "1", 1) == 1)
        #expect(try conversation.hold(until: MonotonicClock.now + .seconds(60), failure).isEmpty)
        #expect(eventfd_read(far, &value) == 0 && value == 0xffff_ffff_ffff_fffe)
    }

    @Test func `a signal does not end it`() throws {
        let (input, output, process) = (try pipe(), try pipe(), try pipe())
        defer { for descriptor in [input.reading, output.writing, process.writing] { close(descriptor) } }
        let disturbed = try Disturbed {
            guard let asking = try? Descriptor(input.writing, "pipe"),
                let listening = try? Descriptor(output.reading, "pipe"),
                let ending = try? Descriptor(process.reading, "pipe")
            else { return [UInt8]?.none }
            var conversation = Conversation(question: [], to: asking, from: listening, of: ending, limit: 10)
            return try? conversation.hold(until: MonotonicClock.now + .seconds(60)) {
                .undecided(program: "program", reason: $0)
            }
        }
        let answer = disturbed.outcome {
            #expect(write(output.writing, "yes", 3) == 3)
            #expect(write(process.writing, "1", 1) == 1)
        }
        #expect(answer == Array("yes".utf8))
    }

    /// A pipe that blocks nothing.
    private func pipe() throws -> (reading: CInt, writing: CInt) {
        var ends: [CInt] = [0, 0]
        try #require(Glibc.pipe(&ends) == 0)
        for end in ends { try #require(fcntl(end, F_SETFL, O_NONBLOCK) == 0) }
        return (ends[0], ends[1])
    }

    private func failure(_ reason: String) -> AuthError { .undecided(program: "program", reason: reason) }
}

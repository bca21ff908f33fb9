import Glibc
import SignalSupport
import Testing

@testable import Linux

/// A signal with a handler ends a system call that waits (EINTR of signal(7)): the wait goes on.
@Suite(.serialized) struct DisturbedReadTests {
    @Test func `a stream is read to its end, whatever disturbs it`() throws {
        var ends: [CInt] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        defer { close(reader) }
        let disturbed = try Disturbed { try? FileContents.read(reader, limit: 10) }
        let bytes = disturbed.outcome {
            #expect(write(writer, "abc", 3) == 3)
            close(writer)
        }
        #expect(bytes == Array("abc".utf8))
    }
}

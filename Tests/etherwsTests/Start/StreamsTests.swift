import CLinux
import Frame
import Glibc
import Testing

@testable import etherws

@Suite struct StreamsTests {
    @Test("What is sent is read, to its end")
    func whole() throws {
        let (near, far) = try socketPair()
        defer { close(far) }
        let bytes = (0..<3000).map { UInt8(truncatingIfNeeded: $0) }
        #expect(sendAll(bytes, to: near))
        close(near)
        #expect(try readAll(from: far, limit: 3000) == bytes)
    }

    @Test("More than the limit is an error")
    func limit() throws {
        let (near, far) = try socketPair()
        defer { close(far) }
        #expect(sendAll([UInt8](repeating: 7, count: 11), to: near))
        close(near)
        #expect(throws: SystemError.self) { try readAll(from: far, limit: 10) }
    }

    @Test("Sending to an end that has gone says so, and kills nobody")
    func gone() throws {
        let (near, far) = try socketPair()
        defer { close(near) }
        // A child on its way into another program may hold it open for a moment.
        shutdown(far, CInt(SHUT_RDWR))
        close(far)
        #expect(!sendAll([1], to: near))
    }

    @Test("A descriptor that can be read ends the wait; a signal that comes first interrupts it")
    func waiting() throws {
        let (near, far) = try socketPair()
        let (quiet, other) = try socketPair()
        defer { for descriptor in [near, far, quiet, other] { close(descriptor) } }
        #expect(sendAll([1], to: near))
        try waitToRead(far, orSignalOn: quiet)

        var info = signalfd_siginfo()
        info.ssi_signo = UInt32(SIGTERM)
        #expect(sendAll(withUnsafeBytes(of: info) { Array($0) }, to: other))
        #expect(throws: Interrupted(signal: SIGTERM)) { try waitToRead(far, orSignalOn: quiet) }
    }
}

/// Two joined sockets; whoever asks for them closes them.
func socketPair() throws -> (CInt, CInt) {
    var ends: [CInt] = [-1, -1]
    try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
    return (ends[0], ends[1])
}

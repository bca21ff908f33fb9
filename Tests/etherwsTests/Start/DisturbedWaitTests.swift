import CLinux
import Frame
import Glibc
import SignalSupport
import Testing

@testable import etherws

/// A signal with a handler ends a system call that waits (EINTR of signal(7)): the wait goes on.
@Suite(.serialized) struct DisturbedWaitTests {
    @Test("A stream is read to its end, whatever disturbs it")
    func reading() throws {
        let (near, far) = try socketPair()
        defer { for descriptor in [near, far] { close(descriptor) } }
        let disturbed = try Disturbed { try? readAll(from: far, limit: 10) }
        let bytes = disturbed.outcome {
            #expect(sendAll([1, 2, 3], to: near))
            shutdown(near, CInt(SHUT_WR))
        }
        #expect(bytes == [1, 2, 3])
    }

    @Test("All is sent, whatever disturbs it")
    func sending() throws {
        let (near, far) = try socketPair()
        defer { for descriptor in [near, far] { close(descriptor) } }
        let bytes = [UInt8](repeating: 7, count: 1_000_000)
        let disturbed = try Disturbed {
            defer { shutdown(near, CInt(SHUT_WR)) }
            return sendAll(bytes, to: near)
        }
        var count = 0
        let isSent = disturbed.outcome { count = (try? readAll(from: far, limit: bytes.count))?.count ?? 0 }
        #expect(isSent && count == bytes.count)
    }

    @Test("What can be read, and the next signal that asks for the end, are waited for")
    func waiting() throws {
        let (near, far) = try socketPair()
        let (quiet, other) = try socketPair()
        defer { for descriptor in [near, far, quiet, other] { close(descriptor) } }
        let disturbed = try Disturbed {
            do throws(Interrupted) { try waitToRead(far, orSignalOn: quiet) } catch { return false }
            var byte: UInt8 = 0
            return recv(far, &byte, 1, CInt(MSG_DONTWAIT)) == 1
        }
        let isThere = disturbed.outcome { #expect(sendAll([1], to: near)) }
        #expect(isThere)

        var info = signalfd_siginfo()
        info.ssi_signo = UInt32(SIGTERM)
        let next = try Disturbed { StopSignals.next(from: quiet) }
        let signal = next.outcome { #expect(sendAll(withUnsafeBytes(of: info) { Array($0) }, to: other)) }
        #expect(signal == SIGTERM)
    }

    @Test("A password is asked for until it is there")
    func asking() throws {
        let (near, far) = try socketPair()
        defer { for descriptor in [near, far] { close(descriptor) } }
        let disturbed = try Disturbed { try? PasswordPrompt(subject: .token, input: far).ask().reveal() }
        let token = disturbed.outcome { #expect(sendAll(Array("t0k\n".utf8), to: near)) }
        #expect(token == "t0k")
    }
}

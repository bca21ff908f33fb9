import CLinux
import Foundation
import Glibc
import Logging
import Streams
import Testing

@testable import etherws

@Suite final class SyslogSocketTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("etherws-\(UUID().uuidString)")
        .path
    private var reading: CInt = -1

    init() throws { try listen() }

    deinit {
        close(reading)
        unlink(path)
    }

    @Test("A line arrives as syslog(3) would have sent it")
    func line() throws {
        #expect(SyslogSocket(at: path).send(.warning, "100 % \u{e4}"))
        let expected = /<28>[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} etherws\[([0-9]+)\]: 100 % ä/
        let message = next() ?? ""
        #expect(try expected.wholeMatch(in: message)?.1 == "\(getpid())", "\(message)")
    }

    @Test("A log that is asleep keeps nobody waiting")
    func asleep() {
        let log = SyslogSocket(at: path)
        var count = 0
        while count < 100_000, log.send(.info, "line") { count += 1 }
        #expect((1..<100_000).contains(count))
        var arrived = 0
        while next() != nil { arrived += 1 }
        #expect(arrived == count)
        #expect(log.send(.info, "awake"))
    }

    @Test("A log that was started anew is found again, and one that is not there harms nobody")
    func startedAnew() throws {
        let log = SyslogSocket(at: path)
        #expect(log.send(.info, "one"))
        close(reading)
        unlink(path)
        #expect(!log.send(.info, "two"))
        #expect(!log.send(.info, "three"))
        try listen()
        #expect(log.send(.info, "four"))
        #expect(next()?.hasSuffix(": four") == true)
    }

    private func listen() throws {
        reading = socket(
            AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue), 0)
        let address = try #require(SocketAddress(unix: path))
        let result = address.withSockaddr { bind(reading, $0, $1) }
        try #require(result == 0)
    }

    private func next() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(reading, &bytes, bytes.count, 0)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}

import CLinux
import Frame
import Glibc
import Linux
import Logging
import Streams
import Testing

@testable import etherws

/// Where standard input is closed the first file that is opened has descriptor 0, as seen in processes of their own.
@Suite struct DescriptorZeroTests {
    /// A file with a line in it.
    private static func file(_ line: String) throws -> String {
        var path = Array("/tmp/etherws-zero-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        defer { close(descriptor) }
        try #require(write(descriptor, line + "\n", line.utf8.count + 1) == line.utf8.count + 1)
        return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    @Test("Files of options are read by descriptor 0, too")
    func files() async {
        await #expect(processExitsWith: .success) {
            let path = try DescriptorZeroTests.file("alice max-addresses=1")
            defer { unlink(path) }
            close(0)
            #expect(try SecretFile.firstLine(of: path) == "alice max-addresses=1")
            #expect(try TokenSource(path: path).read() == Secret("alice max-addresses=1"))
        }
    }

    @Test("A file that can be read by descriptor 0 is not warned of")
    func warnings() async {
        await #expect(processExitsWith: .success) {
            let log = RecordedLog()
            close(0)
            try Restrictions.none.enter(Needs(files: ["/etc/passwd"]), logger: log.logger)
            #expect(log.lines.isEmpty)
        }
    }

    @Test("Signals come through descriptor 0, too")
    func signals() async {
        await #expect(processExitsWith: .success) {
            StopSignals.block()
            close(0)
            let signals = try StopSignals.open()
            raise(SIGTERM)
            #expect(StopSignals.next(from: signals) == SIGTERM)
        }
    }

    @Test("The service manager and the system's log are told through descriptor 0, too")
    func sockets() async {
        await #expect(processExitsWith: .success) {
            let name = "@etherws-zero-\(getpid())"
            let reading = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            let address = try #require(SocketAddress(unix: name))
            let bound = address.withSockaddr { bind(reading, $0, $1) }
            try #require(bound == 0)
            close(0)
            ServiceManager(socketName: name).ready()
            let log = SyslogSocket(at: name)
            #expect(log.send(.info, "one") && log.send(.info, "two"))
            for end in ["READY=1", ": one", ": two"] {
                var bytes = [UInt8](repeating: 0, count: 100)
                let count = max(0, recv(reading, &bytes, bytes.count, 0))
                #expect(String(decoding: bytes[..<count], as: UTF8.self).hasSuffix(end))
            }
            withExtendedLifetime(log) {}
        }
    }
}

import Glibc
import Testing

/// What a process printed so far.
///
/// It is kept in a file without a name, so that a process that prints much never blocks.
final class Capture: Sendable {
    /// The end to write to, for the process.
    let descriptor: Int32

    init() throws {
        var name = Array("/tmp/etherws-output-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        try #require(descriptor >= 0, "mkstemp: \(String(cString: strerror(errno)))")
        unlink(name)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// All of it.
    var text: String { String(decoding: bytes(from: 0), as: UTF8.self) }

    /// Its lines, without an unfinished last one.
    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }

    /// How many bytes it is.
    var count: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// What was printed from an offset on, in bytes.
    func bytes(from offset: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = pread(descriptor, &chunk, chunk.count, offset + bytes.count)
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }
}

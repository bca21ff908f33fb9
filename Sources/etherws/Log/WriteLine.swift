import CLinux
import Glibc

/// Writes a line in one call, so that lines of several threads do not mix.
///
/// - Parameters:
///   - limit: how long it may wait for room: a reader need not be there any more. A pipe that has any takes a line of `PIPE_BUF` bytes
///     (pipe(7)), and a longer one is cut.
/// - Returns: whether the line was written, as a whole.
@discardableResult
func writeLine(_ line: String, to descriptor: CInt, within limit: Duration = .seconds(1)) -> Bool {
    let bytes = line.utf8.prefix(Int(PIPE_BUF) - 1) + [UInt8(ascii: "\n")]
    guard hasRoom(descriptor, within: limit) else { return false }
    return write(descriptor, Array(bytes), bytes.count) == bytes.count
}

private func hasRoom(_ descriptor: CInt, within limit: Duration) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // Where nothing has become of it, nothing is noted.
    _ = poll(&polled, 1, CInt(limit / .milliseconds(1)))
    return CInt(polled.revents) & POLLOUT != 0
}

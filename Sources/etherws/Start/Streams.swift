import CLinux
import Frame
import Glibc
internal import Linux

/// Reads to the end of the stream, and waits for it.
///
/// - Throws: `SystemError`, also when there are more than `limit` bytes.
func readAll(from descriptor: CInt, limit: Int) throws(SystemError) -> [UInt8] {
    do throws(FileError) {
        return try FileContents.read(descriptor, limit: limit)
    } catch {
        switch error {
        case .unreadable(let error): throw error
        case .tooLong: throw SystemError(call: "read", code: EMSGSIZE)
        }
    }
}

/// Sends all of `bytes` through a socket, and waits until they are on their way.
///
/// - Returns: `false` if the other end has gone.
func sendAll(_ bytes: [UInt8], to socket: CInt) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { bytes in
            uninterrupted { send(socket, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL)) }
        }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
    }
    return true
}

/// Waits until `descriptor` can be read, or has ended.
///
/// - Throws: `Interrupted` if one of the ``StopSignals`` comes first.
func waitToRead(_ descriptor: CInt, orSignalOn signals: CInt) throws(Interrupted) {
    var polled = [descriptor, signals].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = uninterrupted { poll(&polled, nfds_t(polled.count), -1) }
    guard polled[1].revents == 0 else { throw Interrupted(signal: StopSignals.next(from: signals)) }
}

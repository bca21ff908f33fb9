import CLinux
import Glibc
import Testing

/// Two joined Unix sockets.
///
/// Who takes one over sets its own to -1 here.
final class SocketPair {
    var near: CInt
    var far: CInt

    init(_ type: __socket_type = SOCK_DGRAM) throws {
        var ends: [CInt] = [-1, -1]
        try #require(
            socketpair(AF_UNIX, CInt(type.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        (near, far) = (ends[0], ends[1])
    }

    deinit {
        for end in [near, far] where end >= 0 { close(end) }
    }

    /// Hands over the near end.
    func takeNear() -> CInt {
        defer { near = -1 }
        return near
    }

    /// Writes one datagram at the far end.
    func write(_ bytes: [UInt8]) { #expect(Glibc.write(far, bytes, bytes.count) == bytes.count) }

    /// Reads one datagram at the far end; `nil` if there is none.
    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 100_000)
        let count = Glibc.read(far, &buffer, buffer.count)
        return count < 0 ? nil : Array(buffer.prefix(count))
    }

    /// Whether the near end gets closed: a child on its way into another program may hold it open for a moment.
    func hangsUp() async -> Bool {
        #expect(near == -1)
        return await eventually { Glibc.send(far, [0], 1, CInt(MSG_NOSIGNAL)) < 0 && errno != EAGAIN }
    }

    func closeFar() {
        close(far)
        far = -1
    }
}

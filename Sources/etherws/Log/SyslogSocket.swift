import CLinux
import Glibc
internal import Linux
import Logging
import Streams

/// What syslog(3) does, but without ever waiting: the socket of the system's log, to which each line is a datagram.
final class SyslogSocket: Sendable {
    private let path: String
    private let name: String
    /// The socket, while there is somebody at its other end.
    private let socket = Locked<CInt?>(nil)

    /// - Parameters:
    ///   - path: where the system's log listens.
    ///   - name: what the program is called there.
    init(at path: String = "/dev/log", as name: String = "etherws") { (self.path, self.name) = (path, name) }

    deinit { socket.withLock { if let socket = $0 { close(socket) } } }

    /// Sends a line.
    ///
    /// Connects anew where the log was started anew. On any thread.
    ///
    /// - Returns: `false` if nobody listens, or there is no room.
    func send(_ level: Logger.Level, _ line: String) -> Bool {
        let message = "<\(LOG_DAEMON | level.syslogPriority)>\(Self.time) \(name)[\(getpid())]: \(line)"
        return socket.withLock { socket in
            if let open = socket {
                if Self.send(message, through: open) { return true }
                if errno == EAGAIN { return false }
                close(open)
            }
            socket = connect()
            return socket.map { Self.send(message, through: $0) } ?? false
        }
    }

    private func connect() -> CInt? {
        guard let address = SocketAddress(unix: path) else { return nil }
        let type = CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(AF_UNIX, type, 0)
        guard socket != -1 else { return nil }
        let result = address.withSockaddr { Glibc.connect(socket, $0, $1) }
        if result == 0 { return socket }
        close(socket)
        return nil
    }

    private static func send(_ message: String, through socket: CInt) -> Bool {
        let bytes = Array(message.utf8)
        return Glibc.send(socket, bytes, bytes.count, CInt(MSG_NOSIGNAL)) == bytes.count
    }

    /// The local time, as in `Nov  3 07:05:09` (RFC 3164 §4.1.2).
    private static var time: String {
        var (now, parts) = (Glibc.time(nil), tm())
        localtime_r(&now, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%b %e %T", &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

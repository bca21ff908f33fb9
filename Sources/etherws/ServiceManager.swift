import CLinux
import Glibc

/// The service manager that started this process, if it wants to be told how things stand (sd_notify(3)).
struct ServiceManager {
    /// The path of its socket, or an abstract name behind an `@`.
    let socketName: String?

    /// The one that this process has, if any.
    static var fromEnvironment: ServiceManager {
        ServiceManager(socketName: getenv("NOTIFY_SOCKET").map { String(cString: $0) })
    }

    /// Tells it that the tunnel is ready.
    func ready() { notify("READY=1") }

    /// Tells it that an orderly close has begun.
    func stopping() { notify("STOPPING=1") }

    /// Nothing depends on the answer: a manager that is not there any more need not know.
    private func notify(_ state: String) {
        guard let socketName, let (address, length) = Self.address(socketName) else { return }
        let socket = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(socket, state, state.utf8.count, CInt(MSG_NOSIGNAL), $0, length)
            }
        }
    }

    /// The socket's address; `nil` for a name that is none.
    ///
    /// An abstract name begins with NUL instead of its `@` (unix(7)).
    static func address(_ name: String) -> (sockaddr_un, socklen_t)? {
        var address = sockaddr_un()
        var bytes = Array(name.utf8)
        guard let first = bytes.first, "/@".utf8.contains(first) else { return nil }
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        if first == UInt8(ascii: "@") { bytes[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return (address, socklen_t(MemoryLayout<sa_family_t>.size + bytes.count))
    }
}

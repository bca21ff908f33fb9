import Glibc
import Testing

/// Where a service reports to its service manager (sd_notify(3)).
final class NotificationSocket {
    private let descriptor: Int32
    private let path: String

    init() throws {
        path = try Scratch().path("notify")
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
        // As systemd's own: a service need not be root to report.
        try #require(chmod(path, 0o777) == 0)
    }

    deinit { close(descriptor) }

    /// What tells the service where to report.
    var environment: [String: String] { ["NOTIFY_SOCKET": path] }

    /// The next report that has come, if there is one.
    func next() throws -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}

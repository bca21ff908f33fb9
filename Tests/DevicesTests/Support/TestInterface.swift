import CLinux
import Glibc
import Synchronization

@testable import Devices

/// Interfaces of this test run alone.
///
/// They are made in the network namespace that the tests run in, under names with the number of this process in them. A TAP goes with
/// the link that a test closes, and at the latest with the process; nothing that a test has not made is touched.
enum TestInterface {
    private static let count = Atomic<Int>(0)

    /// Whether this process may make interfaces.
    static let isAllowed = geteuid() == 0 && access("/dev/net/tun", R_OK | W_OK) == 0
    /// Why tests are skipped where it may not.
    static let reason = "needs root and /dev/net/tun"

    /// A name that nobody has, nor would if digits followed it.
    static func name() -> String {
        "e\(getpid())n\(count.add(1, ordering: .relaxed).newValue)t"
    }

    static func exists(_ name: String) -> Bool { if_nametoindex(name) != 0 }

    /// Whether it goes away: a child on its way into another program may hold its descriptor open for a moment.
    static func goes(_ name: String) async -> Bool { await eventually { !exists(name) } }

    /// What the kernel says about an interface, such as its `mtu`.
    static func attribute(_ attribute: String, of name: String) -> String? {
        guard let file = fopen("/sys/class/net/\(name)/\(attribute)", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, 256, file) != nil else { return nil }
        return String(decoding: line.prefix { $0 != 0 && $0 != 0x0a }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The addresses of an interface, as `inet_ntop` writes them.
    static func addresses(of name: String) -> [String] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        return sequence(first: list) { $0?.pointee.ifa_next }.prefix { $0 != nil }.compactMap { entry in
            guard let entry = entry?.pointee, String(cString: entry.ifa_name) == name, let address = entry.ifa_addr
            else { return nil }
            let length = socklen_t(
                CInt(address.pointee.sa_family) == AF_INET
                    ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
            )
            var text = [CChar](repeating: 0, count: 256)
            guard getnameinfo(address, length, &text, 256, nil, 0, NI_NUMERICHOST) == 0 else { return nil }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

extension NetworkInterface {
    /// Deletes the interface, as `ip link del` does.
    func delete() throws { try carryOut(NetlinkRequest(RTM_DELLINK, link()), "delete \(name)") }

    /// Takes the interface down.
    func takeDown() throws {
        var message = link()
        message.ifi_change = UInt32(IFF_UP)
        try carryOut(NetlinkRequest(RTM_NEWLINK, message), "take \(name) down")
    }
}

/// A bridge that a test makes, and that goes with it.
final class TestBridge {
    let name = TestInterface.name()

    init() { control(0x89a0) }
    deinit { control(0x89a1) }

    /// `SIOCBRADDBR` and `SIOCBRDELBR` of linux/sockios.h.
    private func control(_ request: UInt) {
        let socket = Glibc.socket(AF_INET, CInt(SOCK_DGRAM.rawValue), 0)
        defer { close(socket) }
        var name = Array(name.utf8CString)
        _ = ioctl(socket, request, &name)
    }
}

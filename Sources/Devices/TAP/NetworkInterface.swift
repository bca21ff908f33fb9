internal import CLinux
internal import Frame
import Glibc
internal import Linux

/// A network interface of this host, by number, and what an administrator does to it.
///
/// Each change is a message of its own, so that what fails can be named. Needs `CAP_NET_ADMIN` for any of them.
struct NetworkInterface {
    let name: String
    private let index: UInt32

    /// Finds the interface called `name`.
    init(named name: String) throws(SystemError) {
        index = if_nametoindex(name)
        self.name = name
        guard index != 0 else { throw .last("find the interface \(name)") }
    }

    /// Sets the size of the longest packet, in bytes, without the Ethernet header.
    ///
    /// Nothing happens if that is its size.
    func setMTU(_ mtu: Int) throws(SystemError) {
        guard try query(CLINUX_SIOCGIFMTU).ifr_ifru.ifru_mtu != CInt(mtu) else { return }
        var request = NetlinkRequest(RTM_NEWLINK, link())
        request.append(IFLA_MTU, UInt32(mtu))
        try carryOut(request, "set the MTU of \(name) to \(mtu)")
    }

    /// Gives the interface an address; it may have several.
    func add(_ address: InterfaceAddress) throws(SystemError) {
        var fixed = ifaddrmsg()
        fixed.ifa_family = address.family
        fixed.ifa_prefixlen = address.prefixLength
        fixed.ifa_index = index
        var request = NetlinkRequest(RTM_NEWADDR, flags: NLM_F_CREATE | NLM_F_EXCL, fixed)
        request.append(IFA_LOCAL, address.bytes)
        request.append(IFA_ADDRESS, address.bytes)
        try carryOut(request, "give \(name) the address \(address)")
    }

    /// Makes the interface a port of `bridge`.
    func join(_ bridge: NetworkInterface) throws(SystemError) {
        var request = NetlinkRequest(RTM_NEWLINK, link())
        request.append(IFLA_MASTER, bridge.index)
        try carryOut(request, "add \(name) to the bridge \(bridge.name)")
    }

    /// Brings the interface up, if it is not.
    func bringUp() throws(SystemError) {
        let up = UInt32(IFF_UP)
        guard UInt32(UInt16(bitPattern: try query(CLINUX_SIOCGIFFLAGS).ifr_ifru.ifru_flags)) & up == 0 else { return }
        try carryOut(NetlinkRequest(RTM_NEWLINK, link(flags: up)), "bring \(name) up")
    }

    /// The fixed part of a message about the interface, which sets the flags given.
    func link(flags: UInt32 = 0) -> ifinfomsg {
        var message = ifinfomsg()
        message.ifi_family = UInt8(AF_UNSPEC)
        message.ifi_index = CInt(index)
        message.ifi_flags = flags
        message.ifi_change = flags
        return message
    }

    private func query(_ what: UInt) throws(SystemError) -> ifreq {
        let socket = Glibc.socket(AF_INET, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw .last("open a socket") }
        defer { close(socket) }
        var request = ifreq(name)
        guard ioctl(socket, what, &request) == 0 else { throw .last("look at the interface \(name)") }
        return request
    }

    /// Has the kernel do what `request` says; `what` says it to an operator.
    func carryOut(_ request: NetlinkRequest, _ what: String) throws(SystemError) {
        let socket = Glibc.socket(AF_NETLINK, CInt(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), NETLINK_ROUTE)
        guard socket >= 0 else { throw .last(what) }
        defer { close(socket) }
        let message = request.message
        guard Glibc.send(socket, message, message.count, 0) == message.count else { throw .last(what) }
        let code = try Self.answer(on: socket, to: what)
        guard code == 0 else { throw SystemError(call: what, code: code, hint: .forPermission(code)) }
    }

    /// Reads the acknowledgement: a header of 16 bytes, then the negated error number, or 0.
    private static func answer(on socket: CInt, to what: String) throws(SystemError) -> CInt {
        var reply = [UInt8](repeating: 0, count: 4096)
        guard recv(socket, &reply, reply.count, 0) >= 20 else { throw .last(what) }
        return -reply.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 16, as: CInt.self) }
    }
}

extension String {
    /// What an operator could do about a refusal by the kernel; `nil` for other errors.
    static func forPermission(_ code: CInt) -> String? {
        code == EPERM || code == EACCES ? "CAP_NET_ADMIN is needed" : nil
    }
}

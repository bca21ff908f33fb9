internal import CLinux
import Frame
import Glibc

extension SystemCallPolicy {
    /// Sockets of the families and kinds that `activities` need, and no others.
    ///
    /// A filter does not see the address that a socket is connected to, only the socket's family and type. Unix stream sockets are refused
    /// because service and container managers listen on them, and accept commands of root even without capabilities.
    mutating func allowSockets(_ activities: Needs.Activities) {
        // For the system's log, the service manager's notifications and an interface's name, which are datagrams.
        allow(AF_UNIX, SOCK_DGRAM)
        add(.allow, "connect getsockname getpeername getsockopt")
        if activities.contains(.accepting) { add(.allow, "accept accept4") }
        if activities.contains(.dialingLocally) { allow(AF_UNIX, SOCK_STREAM) }
        if activities.contains(.dialing) { allowNetwork() }
        allowTuning()
    }

    /// TCP, DNS by both transports, and the kernel's list of addresses, which getaddrinfo(3) sorts by.
    private mutating func allowNetwork() {
        for family in [AF_INET, AF_INET6] {
            for kind in [SOCK_STREAM, SOCK_DGRAM] { allow(family, kind) }
        }
        add(.allow, "socket", .argument(0, is: AF_NETLINK), .argument(2, is: NETLINK_ROUTE))
        add(.allow, "bind")
        // So that a name server's refusal is seen at once (ip(7)): glibc gives up where it cannot ask for that.
        allowOption(CInt(IPPROTO_IP), IP_RECVERR)
        allowOption(CInt(IPPROTO_IPV6), IPV6_RECVERR)
    }

    /// What a connection to a peer wants; attached filters and the like are out of reach.
    private mutating func allowTuning() {
        for option in [TCP_NODELAY, TCP_NOTSENT_LOWAT, TCP_USER_TIMEOUT] { allowOption(CInt(IPPROTO_TCP), option) }
        allowOption(SOL_SOCKET, SO_KEEPALIVE)
    }

    private mutating func allow(_ family: CInt, _ kind: __socket_type) {
        // The bits above are SOCK_NONBLOCK and SOCK_CLOEXEC.
        add(.allow, "socket", .argument(0, is: family), .argument(1, in: 0xf, is: CInt(kind.rawValue)))
    }

    private mutating func allowOption(_ level: CInt, _ option: CInt) {
        add(.allow, "setsockopt", .argument(1, is: level), .argument(2, is: option))
    }
}

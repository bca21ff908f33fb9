import CLinux
package import Frame
import Glibc

/// What tells that the way to other hosts may have changed: interfaces, addresses and routes, and the host's sleep.
package enum NetworkChanges {
    /// Opens descriptors that become readable when something has changed; the caller owns them.
    ///
    /// - Throws: `SystemError` if the kernel has none for it.
    package static func open() throws(SystemError) -> [CInt] {
        let routes = try Self.routes()
        do throws(SystemError) {
            return [routes, try Self.clock()]
        } catch {
            Glibc.close(routes)
            throw error
        }
    }

    /// Becomes readable when an interface, an address or a route changes (rtnetlink(7)).
    private static func routes() throws(SystemError) -> CInt {
        let type = CInt(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_NETLINK, type, CInt(NETLINK_ROUTE))
        guard descriptor >= 0 else { throw .last("open a netlink socket") }
        var address = sockaddr_nl()
        address.nl_family = sa_family_t(AF_NETLINK)
        address.nl_groups = UInt32(
            RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE)
        let result = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_nl>.size))
            }
        }
        guard result == 0 else {
            let error = SystemError.last("bind a netlink socket")
            Glibc.close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Becomes readable when the wall clock jumps: when it is set, and when the host wakes up (timerfd_create(2)).
    private static func clock() throws(SystemError) -> CInt {
        let descriptor = timerfd_create(CLOCK_REALTIME, CInt(TFD_CLOEXEC | TFD_NONBLOCK))
        guard descriptor >= 0 else { throw .last("timerfd_create") }
        var never = itimerspec()
        never.it_value.tv_sec = time_t(Int32.max)
        let flags = CInt(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)
        guard timerfd_settime(descriptor, flags, &never, nil) == 0 else {
            let error = SystemError.last("timerfd_settime")
            Glibc.close(descriptor)
            throw error
        }
        return descriptor
    }
}

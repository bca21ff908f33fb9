import CLinux
import Devices
import Frame
import Glibc
import Reactor

/// The host's side of an interface, as a device: what the host would send and receive.
struct PacketDevice: Device {
    let interface: String

    func open(on loop: any EventLoop) async throws -> sending any Link {
        let everything = UInt16(ETH_P_ALL).bigEndian
        let type = CInt(SOCK_RAW.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_PACKET, type, CInt(everything))
        var (on, size) = (CInt(1), CInt(8 * 1024 * 1024))
        // Not what it has sent itself; and with room for a batch of the longest frames.
        setsockopt(descriptor, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, socklen_t(MemoryLayout<CInt>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, socklen_t(MemoryLayout<CInt>.size))
        var address = sockaddr_ll()
        address.sll_family = UInt16(AF_PACKET)
        address.sll_protocol = everything
        address.sll_ifindex = CInt(if_nametoindex(interface))
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_ll>.size))
            }
        }
        guard result == 0 else {
            throw SystemError(call: "bind to \(interface)", code: errno, reason: String(cString: strerror(errno)))
        }
        return DatagramLink(owning: descriptor, name: "packet:\(interface)", on: loop)
    }
}

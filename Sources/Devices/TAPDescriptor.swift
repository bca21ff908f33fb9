internal import CLinux
internal import Frame
import Glibc
internal import Linux

/// An open TAP interface, as a descriptor.
struct TAPDescriptor {
    let rawValue: CInt
    /// The name of the interface, with the number that the kernel chose in place of `%d`.
    let interface: String
    /// What the kernel takes and gives in one piece; `nil` if frames have no `virtio_net_hdr` in front.
    var offloads: LinkCapabilities?

    /// Makes the interface, or opens it if it is there and persistent.
    ///
    /// It goes when the descriptor is closed, unless it is persistent.
    ///
    /// Frames start at the destination address (`IFF_NO_PI`), behind a `virtio_net_hdr` where the kernel has it (`IFF_VNET_HDR`).
    static func open(_ name: InterfaceName, offloading: Bool = true) throws(SystemError) -> TAPDescriptor {
        let descriptor = Glibc.open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open /dev/net/tun", hint: .forPermission(errno)) }
        var request = ifreq(name.description)
        request.ifr_ifru.ifru_flags = CShort(IFF_TAP | IFF_NO_PI | (offloading ? IFF_VNET_HDR : 0))
        guard ioctl(descriptor, CLINUX_TUNSETIFF, &request) == 0 else {
            let code = errno
            close(descriptor)
            throw SystemError(call: "open the TAP interface \(name)", code: code, hint: hint(for: code))
        }
        return TAPDescriptor(
            rawValue: descriptor,
            interface: request.name,
            offloads: offloading ? takeOffloads(descriptor) : nil
        )
    }

    /// Asks for all offloads there are, and for fewer where the kernel is older (UDP came with 6.2).
    static func takeOffloads(_ descriptor: CInt) -> LinkCapabilities {
        var headerLength = CInt(VirtioHeader.length)
        _ = ioctl(descriptor, CLINUX_TUNSETVNETHDRSZ, &headerLength)
        let tcp = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN
        let steps: [(CInt, LinkCapabilities)] = [
            (tcp | CLINUX_TUN_F_USO, [.partialChecksum, .segmentsTCP4, .segmentsTCP6, .segmentsUDP]),
            (tcp, [.partialChecksum, .segmentsTCP4, .segmentsTCP6]),
            (TUN_F_CSUM, .partialChecksum),
        ]
        for (flags, capabilities) in steps where clinux_set_tun_offload(descriptor, UInt(flags)) == 0 {
            return capabilities
        }
        return []
    }

    /// Pulls the cable out of the interface, or plugs it in.
    ///
    /// Kernels before 5.0 cannot, which does no harm.
    static let setCarrier: DatagramLink.Carrier = { descriptor, isUp in
        var value: CInt = isUp ? 1 : 0
        _ = ioctl(descriptor, CLINUX_TUNSETCARRIER, &value)
    }

    private static func hint(for code: CInt) -> String? {
        switch code {
        case EBUSY: "another program has it open"
        case EINVAL: "an interface of this name is there, and is no TAP"
        default: .forPermission(code)
        }
    }
}

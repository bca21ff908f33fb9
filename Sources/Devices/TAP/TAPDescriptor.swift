internal import CLinux
internal import Frame
import Glibc
internal import Linux

/// An open TAP interface, as a descriptor.
struct TAPDescriptor: Sendable {
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
    ///
    /// - Parameter isMultiQueue: whether others may add queues to it (`IFF_MULTI_QUEUE`).
    static func open(
        _ name: InterfaceName,
        offloading: Bool,
        isMultiQueue: Bool
    ) throws(SystemError) -> TAPDescriptor {
        let isThere = if_nametoindex(name.description) != 0
        let flags = (offloading ? IFF_VNET_HDR : 0) | (isMultiQueue ? IFF_MULTI_QUEUE : 0)
        var tap = try attach(to: name.description, flags)
        if isMultiQueue, isThere, !tap.isPersistent {
            // The kernel would have us join the program that made it, and share out its frames between the two.
            close(tap.rawValue)
            throw SystemError(call: "open the TAP interface \(name)", code: EBUSY, hint: taken)
        }
        if offloading { tap.offloads = takeOffloads(tap.rawValue) }
        return tap
    }

    /// Opens the interface once more, for frames of other flows.
    func addQueue() throws(SystemError) -> TAPDescriptor {
        // The kernel takes the last caller's word for the format of frames in all queues.
        var queue = try Self.attach(to: interface, (offloads == nil ? 0 : IFF_VNET_HDR) | IFF_MULTI_QUEUE)
        queue.offloads = offloads
        return queue
    }

    /// Whether the interface stays when nobody has it open.
    private var isPersistent: Bool {
        var request = ifreq()
        guard ioctl(rawValue, CLINUX_TUNGETIFF, &request) == 0 else { return false }
        return CInt(request.ifr_ifru.ifru_flags) & IFF_PERSIST != 0
    }

    private static func attach(to name: String, _ flags: CInt) throws(SystemError) -> TAPDescriptor {
        let descriptor = Glibc.open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open /dev/net/tun", hint: .forPermission(errno)) }
        var request = ifreq(name)
        request.ifr_ifru.ifru_flags = CShort(IFF_TAP | IFF_NO_PI | flags)
        guard ioctl(descriptor, CLINUX_TUNSETIFF, &request) == 0 else {
            let code = errno
            close(descriptor)
            let hint = hint(for: code, isMultiQueue: flags & IFF_MULTI_QUEUE != 0)
            throw SystemError(call: "open the TAP interface \(name)", code: code, hint: hint)
        }
        return TAPDescriptor(rawValue: descriptor, interface: request.name)
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

    private static let taken = "another program has it open"

    private static func hint(for code: CInt, isMultiQueue: Bool) -> String? {
        switch code {
        case EBUSY: taken
        case EINVAL where isMultiQueue: "an interface of this name is there, and is no TAP made with 'multi_queue'"
        case EINVAL: "an interface of this name is there, and is no TAP"
        default: .forPermission(code)
        }
    }
}

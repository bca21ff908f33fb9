internal import CLinux
package import Frame
import Glibc
internal import Linux

/// `fd:NUMBER`: a descriptor that a privileged helper, systemd or a parent process has opened and passed on.
///
/// It may be a TAP interface, or a socket that keeps frames apart: a packet socket, or one end of a pair of Unix sockets. The link owns
/// it from then on. `mtu` sets the MTU of a TAP, and bounds what is sent on a socket.
package struct DescriptorDevice: Device {
    let descriptor: CInt
    let mtu: Int?

    private static let mtuParameter = FrameSize.mtuParameter(
        help: "MTU in bytes: of the TAP interface, or of what is sent on the socket")

    /// What its URIs may say.
    static let declaration = URIDeclaration(
        "NUMBER", help: "TAP interface or datagram socket that the parent process has opened", mtuParameter)

    /// Reads the URI.
    ///
    /// - Throws: ``EndpointURIError`` for what is wrong with it.
    package init(_ uri: EndpointURI) throws {
        guard uri.host == nil else { throw EndpointURIError.unexpectedPart("host", in: uri.scheme) }
        guard !uri.path.isEmpty else { throw EndpointURIError.missingPart("descriptor number", of: uri.scheme) }
        guard uri.path.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = CInt(uri.path) else {
            throw EndpointURIError.invalidParameter("descriptor", value: uri.path)
        }
        descriptor = number
        mtu = try uri.withParameters { try $0.take(Self.mtuParameter) }
    }

    /// Takes the descriptor over.
    ///
    /// - Throws: ``SystemError`` if there is no such descriptor, ``DeviceError`` if it is no source of frames. It is left alone then.
    package func open(on loop: any EventLoop) async throws -> sending any Link {
        guard fcntl(descriptor, F_GETFD) >= 0 else { throw SystemError.last("take over descriptor \(descriptor)") }
        let tap = try await loop.offload { try setUpTAP() }
        guard tap != nil || keepsFramesApart else { throw DeviceError.notDatagrams(descriptor: descriptor) }
        guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0,
            fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0
        else { throw SystemError.last("take over descriptor \(descriptor)") }
        return DatagramLink(
            owning: descriptor,
            name: "fd:\(descriptor)",
            longestFrame: tap == nil ? longestFrame : FrameSize.maximum,
            offloads: tap?.offloads,
            on: loop,
            carrier: tap == nil ? nil : TAPDescriptor.setCarrier
        )
    }

    /// Sets up the descriptor if it is a TAP interface; `nil` if it is none.
    private func setUpTAP() throws -> TAPDescriptor? {
        var request = ifreq()
        guard ioctl(descriptor, CLINUX_TUNGETIFF, &request) == 0 else { return nil }
        let flags = CInt(request.ifr_ifru.ifru_flags)
        guard flags & IFF_TAP != 0 else {
            throw DeviceError.notEthernet(descriptor: descriptor, interface: request.name)
        }
        guard flags & IFF_NO_PI != 0 else {
            throw DeviceError.hasPrefix(descriptor: descriptor, interface: request.name)
        }
        if let mtu { try NetworkInterface(named: request.name).setMTU(mtu) }
        let offloads = flags & IFF_VNET_HDR == 0 ? nil : TAPDescriptor.takeOffloads(descriptor)
        return TAPDescriptor(rawValue: descriptor, interface: request.name, offloads: offloads)
    }

    private var keepsFramesApart: Bool {
        var type: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == 0 else { return false }
        return [SOCK_DGRAM, SOCK_SEQPACKET, SOCK_RAW].contains { CInt($0.rawValue) == type }
    }

    private var longestFrame: Int {
        guard let mtu else { return FrameSize.maximum }
        return mtu + EthernetHeader.length + EthernetHeader.tagLength
    }
}

internal import CLinux
package import Frame
import Glibc

/// `tap:NAME[?mtu=BYTES&up=on|off&address=CIDR[,CIDR…]&bridge=NAME&offload=on|off]`: a TAP interface, through which the host itself is on the network.
///
/// `NAME` may hold `%d` for a number that the kernel chooses. The interface is brought up unless told otherwise, and goes when the link
/// is closed or the process ends, however it ends. One that is there already, made persistent for a user, needs no privilege as long as
/// nothing about it has to be changed.
package struct TAPDevice: Device {
    let name: InterfaceName
    let mtu: Int?
    let isUp: Bool
    let addresses: [InterfaceAddress]
    let bridge: InterfaceName?
    /// Whether bursts cross the interface in one piece.
    let isOffloading: Bool

    /// Reads the URI.
    ///
    /// - Throws: ``EndpointURIError`` or ``DeviceError`` for what is wrong with it.
    package init(_ uri: EndpointURI) throws {
        guard uri.host == nil else { throw EndpointURIError.unexpectedPart("host", in: uri.scheme) }
        guard !uri.path.isEmpty else { throw EndpointURIError.missingPart("name", of: uri.scheme) }
        name = try InterfaceName(uri.path)
        (mtu, isUp, addresses, bridge, isOffloading) = try uri.withParameters { parameters in
            (
                try parameters.take("mtu", in: FrameSize.mtus),
                try parameters.takeSwitch("up") ?? true,
                try parameters.take("address", as: String.self)?.split(separator: ",").map(InterfaceAddress.init) ?? [],
                try parameters.take("bridge", as: String.self).map(InterfaceName.init),
                try parameters.takeSwitch("offload") ?? true
            )
        }
    }

    /// Makes the interface and sets it up, off the event loop.
    ///
    /// - Throws: ``SystemError`` naming the step that failed and the interface; the interface is gone then.
    package func open(on loop: any EventLoop) async throws -> sending any Link {
        Self.link(try await loop.offload { try setUp() }, carrier: TAPDescriptor.setCarrier, on: loop)
    }

    /// The interface with several queues (`IFF_MULTI_QUEUE`), made and set up when the first of them is opened.
    package func queues(_ count: Int) -> [any Device] { TAPQueue.all(count, of: self) }

    static func link(
        _ tap: TAPDescriptor,
        carrier: DatagramLink.Carrier?,
        on loop: any EventLoop
    ) -> sending any Link {
        DatagramLink(
            owning: tap.rawValue, name: "tap:\(tap.interface)", offloads: tap.offloads, on: loop, carrier: carrier)
    }

    func setUp(isMultiQueue: Bool = false) throws -> TAPDescriptor {
        let tap = try TAPDescriptor.open(name, offloading: isOffloading, isMultiQueue: isMultiQueue)
        do {
            try configure(try NetworkInterface(named: tap.interface))
        } catch {
            close(tap.rawValue)
            throw error
        }
        return tap
    }

    private func configure(_ interface: NetworkInterface) throws {
        if let mtu { try interface.setMTU(mtu) }
        for address in addresses { try interface.add(address) }
        if let bridge { try interface.join(NetworkInterface(named: bridge.description)) }
        if isUp { try interface.bringUp() }
    }
}

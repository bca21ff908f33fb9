internal import CLinux
package import Frame
import Glibc

/// `tap:NAME`: a TAP interface, through which the host itself is on the network.
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

    /// The parameters of its URIs.
    package enum Parameters {
        package static let mtu = FrameSize.mtuParameter(help: "MTU in bytes")
        package static let up = URIParameter.toggle("up", default: true, help: "whether to bring the interface up")
        package static let address = URIParameter.text(
            "address", "CIDR[,CIDR…]", help: "addresses of the interface, as in 10.0.0.1/24")
        package static let bridge = URIParameter.text("bridge", "NAME", help: "bridge that the interface joins")
        static let offload = URIParameter.toggle(
            "offload", default: true, help: "whether bursts cross the interface in one piece")
    }

    /// What its URIs may say.
    static let declaration = URIDeclaration(
        "NAME", help: "TAP interface; the kernel fills in %d in the name",
        Parameters.mtu, Parameters.up, Parameters.address, Parameters.bridge, Parameters.offload)

    /// Reads the URI.
    ///
    /// - Throws: ``EndpointURIError`` or ``DeviceError`` for what is wrong with it.
    package init(_ uri: EndpointURI) throws {
        guard uri.host == nil else { throw EndpointURIError.unexpectedPart("host", in: uri.scheme) }
        guard !uri.path.isEmpty else { throw EndpointURIError.missingPart("name", of: uri.scheme) }
        name = try InterfaceName(uri.path)
        (mtu, isUp, addresses, bridge, isOffloading) = try uri.withParameters { parameters in
            (
                try parameters.take(Parameters.mtu),
                try parameters.take(Parameters.up),
                try parameters.take(Parameters.address)?.split(separator: ",").map(InterfaceAddress.init) ?? [],
                try parameters.take(Parameters.bridge).map(InterfaceName.init),
                try parameters.take(Parameters.offload)
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

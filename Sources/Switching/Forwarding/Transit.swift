import Frame

/// A frame in transit: all that the steps of a ``Pipeline`` know of it.
///
/// Its bytes go beside it, because no value may hold a span.
struct Transit {
    let header: EthernetHeader
    /// The network that it belongs to, in which its addresses are learned and looked up.
    let vlan: UInt16
    /// Bytes, with the header.
    let byteCount: Int
    /// What is left to do to it.
    let offload: Offload
    /// What a link must be able to do to take it as it is.
    let required: LinkCapabilities
    /// When it came in.
    let time: Duration
    let ingress: Ingress

    /// Where a frame came in.
    struct Ingress {
        /// The place of a port, or that of an account behind a trunk, as the forwarding table has it.
        let place: UInt32
        /// What the port may not do.
        let restrictions: PortRestrictions
        /// Whether another switch of the stack has sent it to all: then the devices that the stack shares have it already.
        var isFlooded = false
    }

    init(_ header: EthernetHeader, byteCount: Int, _ offload: Offload, at time: Duration, from ingress: Ingress) {
        (self.header, self.byteCount, self.offload) = (header, byteCount, offload)
        (self.time, self.ingress) = (time, ingress)
        vlan = header.vlan
        required = offload.required
    }

    /// Where it comes from.
    var source: AddressKey { AddressKey(header.source, vlan: vlan) }
    /// Where it goes.
    var destination: AddressKey { AddressKey(header.destination, vlan: vlan) }
    /// Whether it is for more than one station.
    var isMulticast: Bool { header.destination.isMulticast }
}

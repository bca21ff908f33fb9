internal import Frame
internal import Linux

/// A network whose peers are counted together.
enum PeerNetwork: Hashable, Sendable {
    /// All hosts whose addresses begin alike; link-local ones at the interface with this index (RFC 4007 §6).
    case prefix(NetworkPrefix, zone: UInt32)
    /// All peers of whose addresses nothing is known: those on a Unix socket.
    case unnamed
}

/// The networks that a host belongs to, each within the next, as addresses are given out (RFC 6177, BCP 157).
///
/// Who has a network has all addresses in it. So limits hold for each network, and a wider one may have more than a
/// narrow one, but never all.
struct NestedNetworks: Hashable, Sendable {
    /// How wide a network is.
    enum Width: Int, Hashable, Sendable, CaseIterable {
        /// What one subscriber has at least: an IPv4 address, an IPv6 network of 64 bits.
        case host
        /// What a home has: an IPv6 network of 56 bits. IPv4 has no such level.
        case subnet
        /// What a company has: an IPv4 network of 24 bits, an IPv6 network of 48 bits.
        case site
    }

    /// One of the networks, and how wide it is.
    struct Level: Hashable, Sendable {
        let width: Width
        let network: PeerNetwork
    }

    /// From the narrowest to the widest; never empty.
    let levels: [Level]

    /// - Parameter host: one without an address counts as the proxy that it comes through.
    init(of host: PeerAddress.Host) {
        let (address, zone): (IPAddress, UInt32)
        switch host {
        case .address(let own, let itsZone): (address, zone) = (own, itsZone)
        case .unnamed(_, let proxy?): (address, zone) = (proxy, 0)
        case .unnamed(_, nil):
            levels = [Level(width: .host, network: .unnamed)]
            return
        }
        let lengths: [(Width, Int)] =
            address.isIPv6 ? [(.host, 64), (.subnet, 56), (.site, 48)] : [(.host, 32), (.site, 24)]
        levels = lengths.map { width, length in
            Level(width: width, network: .prefix(NetworkPrefix(of: address, length: length), zone: zone))
        }
    }

    /// The network that one subscriber has.
    var narrowest: PeerNetwork { levels[0].network }
}

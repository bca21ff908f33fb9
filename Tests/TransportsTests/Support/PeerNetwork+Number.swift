import Frame
import Linux

@testable import Transports

extension PeerNetwork {
    /// One of some networks that have nothing in common, for tests.
    static func number(_ number: UInt8) -> PeerNetwork {
        NestedNetworks(of: PeerAddress.Host.number(number)).narrowest
    }
}

extension PeerAddress.Host {
    /// One of some hosts whose networks have nothing in common, for tests.
    static func number(_ number: UInt8) -> PeerAddress.Host {
        IPAddress(bytes: [10, number, 0, 1]).map { .address($0) } ?? .unnamed(0)
    }
}

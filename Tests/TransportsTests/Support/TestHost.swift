public import Frame
import Linux

@testable import Transports

extension PeerAddress.Host: ExpressibleByStringLiteral {
    /// Reads an address in numeric notation, for tests to name hosts by; whatever else it is has no address.
    public init(stringLiteral text: String) {
        self = IPAddress(text).map { .address($0) } ?? .unnamed(0)
    }
}

extension NestedNetworks: ExpressibleByStringLiteral {
    /// Those of an address in numeric notation.
    init(stringLiteral text: String) { self.init(of: PeerAddress.Host(stringLiteral: text)) }

    /// Those of the `number`th of hosts in sites of their own.
    static func site(_ number: Int) -> NestedNetworks {
        NestedNetworks(stringLiteral: "10.\(number >> 8).\(number & 0xff).1")
    }

    /// Those of a host in the `number`th IPv6 network of 64 bits within one site.
    static func neighbour(_ number: Int) -> NestedNetworks {
        NestedNetworks(stringLiteral: "2001:db8:1:\(String(number & 0xffff, radix: 16))::1")
    }
}

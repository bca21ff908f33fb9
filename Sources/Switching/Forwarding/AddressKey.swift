import Frame

/// An address and the VLAN it is in, as one number: learning is independent per VLAN (IEEE 802.1Q-2018 §8.8.9).
///
///     63  60 59          48 47                                   0
///     |  0  |     VLAN     |              address               |
///
/// With bit 60 set, and no VLAN, it stands for the address in whatever VLAN.
struct AddressKey: Equatable, BitwiseCopyable {
    let rawValue: UInt64

    init(_ address: MACAddress, vlan: UInt16) { rawValue = UInt64(vlan & 0x0fff) << 48 | address.rawValue }

    /// The address of `key`, in whatever VLAN.
    init(anyVLANOf key: AddressKey) { rawValue = Self.anyVLAN | key.address.rawValue }

    /// Whether this is no address of one VLAN.
    var isOfAnyVLAN: Bool { rawValue & Self.anyVLAN != 0 }

    private static let anyVLAN: UInt64 = 1 << 60

    /// The address without its VLAN.
    var address: MACAddress { MACAddress(rawValue: rawValue) }

    /// The VLAN, if it is in one.
    var vlan: UInt16? {
        let vlan = UInt16(truncatingIfNeeded: rawValue >> 48 & 0x0fff)
        return vlan == 0 ? nil : vlan
    }

    /// The place among other addresses: by address, then by VLAN.
    var order: UInt64 { address.rawValue << 12 | rawValue >> 48 & 0x0fff }

    private init(rawValue: UInt64) { self.rawValue = rawValue }

    /// No address: marks a free place.
    static let none = AddressKey(rawValue: .max)
}

/// A hash that no peer can foresee, because every table draws its own: peers choose the addresses, and could
/// choose ones that collide.
///
/// Two multiplications, folded, spread any pattern of addresses; SipHash would cost ten times as much.
package struct KeyedHash {
    private let first: UInt64
    private let second: UInt64

    /// Makes a hash of two numbers that others do not know.
    package init(_ first: UInt64 = .random(in: 0 ... .max), _ second: UInt64 = .random(in: 0 ... .max)) {
        // Odd, so that no multiplication loses bits for good.
        (self.first, self.second) = (first | 1, second | 1)
    }

    func callAsFunction(_ key: AddressKey) -> UInt64 {
        let once = Self.folded(key.rawValue ^ first, second)
        return Self.folded(once ^ second, 0x9e37_79b9_7f4a_7c15)
    }

    private static func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

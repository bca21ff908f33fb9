package import Frame

/// All addresses that begin with the same bits, such as `192.0.2.0/24` (RFC 4632 §3.1); a single address is one of its full length.
package struct NetworkPrefix: Hashable, Sendable {
    /// The first address: zeros stand behind the length.
    private let address: IPAddress
    private let length: Int

    /// The network of `address` that has its first `length` bits in common.
    package init(of address: IPAddress, length: Int) {
        self.length = min(max(length, 0), address.bitWidth)
        self.address = address.masked(to: self.length)
    }

    /// Reads `ADDRESS/LENGTH`, or an address alone.
    ///
    /// - Returns: `nil` for anything else; bits behind the length do not matter.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
        guard parts.count == 2 else {
            self.init(of: address, length: address.bitWidth)
            return
        }
        guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(parts[1]), length <= address.bitWidth
        else { return nil }
        self.init(of: address, length: length)
    }

    /// Whether `other` is one of the addresses.
    package func contains(_ other: IPAddress) -> Bool {
        other.isIPv6 == address.isIPv6 && other.masked(to: length) == address
    }
}

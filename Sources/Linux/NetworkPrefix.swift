/// All addresses that begin with the same bits, such as `192.0.2.0/24` (RFC 4632 §3.1); a single address is one of its full length.
package struct NetworkPrefix: Hashable, Sendable {
    private let address: IPAddress
    private let length: Int

    /// Reads `ADDRESS/LENGTH`, or an address alone.
    ///
    /// - Returns: `nil` for anything else; bits behind the length do not matter.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = IPAddress(String(parts[0])) else { return nil }
        self.address = address
        let bits = address.bytes.count * 8
        guard parts.count == 2 else {
            length = bits
            return
        }
        guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(parts[1]), length <= bits
        else { return nil }
        self.length = length
    }

    /// Whether `other` is one of the addresses.
    package func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        return (0..<other.bytes.count).allSatisfy { index in
            let bits = min(max(length - index * 8, 0), 8)
            let mask = UInt8(truncatingIfNeeded: 0xff00 >> bits)
            return (other.bytes[index] ^ address.bytes[index]) & mask == 0
        }
    }
}

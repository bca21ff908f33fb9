internal import CLinux
import Glibc

/// An address for an interface, with the length of its network's prefix: `192.0.2.1/24`.
struct InterfaceAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 or 16 bytes, in network order.
    let bytes: [UInt8]
    /// Leading bits that all addresses on the network share.
    let prefixLength: UInt8
    let description: String

    /// Reads `address/prefix`.
    ///
    /// Without a prefix the address is alone on its network.
    init(_ text: Substring) throws(DeviceError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = Self.parse(String(parts[0])) else { throw .invalidAddress(String(text)) }
        let longest = bytes.count * 8
        let digits = parts.count == 2 ? parts[1] : "\(longest)"
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = UInt8(digits), length <= longest
        else {
            throw .invalidAddress(String(text))
        }
        self.bytes = bytes
        prefixLength = length
        description = String(text)
    }

    /// `AF_INET` or `AF_INET6`.
    var family: UInt8 { UInt8(bytes.count == 4 ? AF_INET : AF_INET6) }

    private static func parse(_ text: String) -> [UInt8]? {
        for (family, length) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: length)
            if inet_pton(family, text, &bytes) == 1 { return bytes }
        }
        return nil
    }
}

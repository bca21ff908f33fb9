internal import CLinux

/// The name of a network interface, or a pattern with one `%d` for a number that the kernel chooses.
struct InterfaceName: Sendable, Hashable, CustomStringConvertible {
    let description: String

    /// Checks what the kernel would (`dev_valid_name`), whose only answer is "Invalid argument".
    init(_ text: String) throws(DeviceError) {
        let bytes = Array(text.utf8)
        let isAllowed = bytes.allSatisfy { $0 > 0x20 && $0 != 0x7f && !"/:".utf8.contains($0) }
        let pieces = text.split(separator: "%", omittingEmptySubsequences: false).dropFirst()
        let hasValidPattern = pieces.count <= 1 && pieces.allSatisfy { $0.hasPrefix("d") }
        guard 1..<Int(IFNAMSIZ) ~= bytes.count, isAllowed, hasValidPattern, text != ".", text != ".." else {
            throw .invalidInterfaceName(text)
        }
        description = text
    }
}

extension ifreq {
    /// A request about the interface `name`, shorter than `IFNAMSIZ`.
    init(_ name: String) {
        self.init()
        withUnsafeMutableBytes(of: &ifr_ifrn.ifrn_name) { $0.copyBytes(from: name.utf8.prefix(Int(IFNAMSIZ) - 1)) }
    }

    /// The name, as the kernel filled it in.
    var name: String {
        withUnsafeBytes(of: ifr_ifrn.ifrn_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

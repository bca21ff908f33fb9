/// The value of the field `Host`.
///
///     Host = uri-host [ ":" port ]          (RFC 9110 §7.2, RFC 3986 §3.2.2)
package enum HostField {
    /// Whether it names a host.
    ///
    /// RFC 9110 allows an empty value for URIs without an authority; WebSocket URIs have one (RFC 6455 §3).
    package static func isValid(_ value: String) -> Bool {
        let bytes = Array(value.utf8)
        let isAddress = bytes.first == UInt8(ascii: "[")
        guard let end = isAddress ? bytes.firstIndex(of: UInt8(ascii: "]")) : endOfName(bytes) else { return false }
        let name = bytes[(isAddress ? 1 : 0)..<end]
        let rest = bytes[(isAddress ? end + 1 : end)...]
        return !name.isEmpty && name.allSatisfy { isPart($0) || isAddress && $0 == UInt8(ascii: ":") } && isPort(rest)
    }

    private static func endOfName(_ bytes: [UInt8]) -> Int { bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count }

    /// `unreserved`, `sub-delims`, and the `%` of a percent-encoding or a zone.
    private static func isPart(_ byte: UInt8) -> Bool {
        byte.isDigit || (0x61...0x7a).contains(byte.asciiLowercased) || "-._~!$&'()*+,;=%".utf8.contains(byte)
    }

    /// Nothing, or a colon and digits, which may be missing.
    private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.isEmpty || bytes.first == UInt8(ascii: ":") && bytes.count <= 6 && bytes.dropFirst().allSatisfy(\.isDigit)
    }
}

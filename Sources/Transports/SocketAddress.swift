internal import CLinux
internal import Glibc

/// An IPv4 or IPv6 address with a port, as the socket calls take it.
struct SocketAddress: Hashable, Sendable {
    /// A `sockaddr` of ``family``, in the layout of `sys/socket.h`.
    private let bytes: [UInt8]

    /// Copies what `pointer` points to; `nil` for other families than IPv4 and IPv6.
    init?(_ pointer: UnsafePointer<sockaddr>?, length: socklen_t) {
        guard let pointer, [AF_INET, AF_INET6].contains(CInt(pointer.pointee.sa_family)) else { return nil }
        bytes = Array(UnsafeRawBufferPointer(start: pointer, count: Int(length)))
    }

    /// Asks the system for an address by `getsockname`, `getpeername` or `accept`.
    init?(filledBy call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> CInt) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let address = withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> SocketAddress? in
                call(address, &length) >= 0 ? SocketAddress(address, length: length) : nil
            }
        }
        guard let address else { return nil }
        self = address
    }

    /// `AF_INET` or `AF_INET6`.
    var family: CInt { withSockaddr { address, _ in CInt(address.pointee.sa_family) } }

    /// The port, in host byte order.
    ///
    /// It stands at the same place in both families.
    var port: UInt16 { UInt16(bytes[2]) << 8 | UInt16(bytes[3]) }

    /// The same address with another port.
    func with(port: UInt16) -> SocketAddress {
        var bytes = bytes
        (bytes[2], bytes[3]) = (UInt8(port >> 8), UInt8(port & 0xff))
        return SocketAddress(bytes: bytes)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// What one subscriber usually has: an IPv4 address, or the first 64 bits of one of IPv6.
    ///
    /// Below `::/64` it is the whole address: IPv4 addresses are mapped to there (RFC 4291 §2.5.5.2).
    var network: [UInt8] {
        guard family == AF_INET6 else { return Array(bytes[4..<8]) }
        let prefix = Array(bytes[8..<16])
        return prefix.allSatisfy { $0 == 0 } ? Array(bytes[8..<24]) : prefix
    }

    /// Lends the address to a socket call.
    func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { raw in
            // Aligned copy: an array of bytes promises no alignment.
            var storage = sockaddr_storage()
            withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: raw) }
            return try withUnsafePointer(to: &storage) { storage in
                try storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { try body($0, socklen_t(raw.count)) }
            }
        }
    }

    /// The address alone, in the numeric notation of its family.
    var host: String {
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let result = withSockaddr { getnameinfo($0, $1, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) }
        return result == 0 ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "?"
    }
}

extension SocketAddress: CustomStringConvertible {
    /// Address and port, an IPv6 address in brackets.
    var description: String { family == AF_INET6 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

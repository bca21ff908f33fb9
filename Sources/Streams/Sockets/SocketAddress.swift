package import CLinux
package import Frame
internal import Glibc
internal import Linux

/// An IPv4 or IPv6 address with a port, or the path of a Unix socket, as the socket calls take it.
package struct SocketAddress: Hashable, Sendable {
    /// A `sockaddr` of ``family``, in the layout of `sys/socket.h`.
    private let bytes: [UInt8]

    /// Copies what `pointer` points to; `nil` for other families than these three.
    init?(_ pointer: UnsafePointer<sockaddr>?, length: socklen_t) {
        guard let pointer, [AF_INET, AF_INET6, AF_UNIX].contains(CInt(pointer.pointee.sa_family)) else { return nil }
        bytes = Array(UnsafeRawBufferPointer(start: pointer, count: Int(length)))
    }

    /// Asks the system for an address by `getsockname`, `getpeername` or `accept`.
    package init?(filledBy call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> CInt) {
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

    /// The address of a Unix socket (unix(7)); `nil` if the path is empty or over 107 bytes, which is all there is room for.
    package init?(path: String) {
        guard (1...107).contains(path.utf8.count), !path.utf8.contains(0) else { return nil }
        bytes = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + path.utf8 + [0]
    }

    /// The address of a Unix socket: a path that begins with `/`, or behind an `@` an abstract name, which begins with NUL instead and has
    /// no end but its length (unix(7)).
    ///
    /// `nil` for what is neither, and for what is too long.
    package init?(unix name: String) {
        switch name.utf8.first {
        case UInt8(ascii: "/"): self.init(path: name)
        case UInt8(ascii: "@"):
            guard name.utf8.count <= 107 else { return nil }
            let family = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) }
            self.init(bytes: family + [0] + name.utf8.dropFirst())
        default: return nil
        }
    }

    /// An address of IPv4 or IPv6 with a port.
    package init(_ ip: IPAddress, port: UInt16) {
        var bytes = withUnsafeBytes(of: sa_family_t(ip.isIPv6 ? AF_INET6 : AF_INET)) { Array($0) }
        bytes += [UInt8(port >> 8), UInt8(port & 0xff)]
        // sockaddr_in6 has the flow in front of the address and the scope behind it; sockaddr_in ends with eight bytes of nothing.
        bytes += ip.isIPv6 ? [0, 0, 0, 0] + ip.bytes + [0, 0, 0, 0] : ip.bytes + [0, 0, 0, 0, 0, 0, 0, 0]
        self.bytes = bytes
    }

    /// The address alone; `nil` for a Unix socket.
    package var ip: IPAddress? {
        switch family {
        case AF_INET: IPAddress(bytes: Array(bytes[4..<8]))
        case AF_INET6: IPAddress(bytes: Array(bytes[8..<24]))
        default: nil
        }
    }

    /// `AF_INET`, `AF_INET6` or `AF_UNIX`.
    package var family: CInt { withSockaddr { address, _ in CInt(address.pointee.sa_family) } }

    /// The port, in host byte order; 0 for a Unix socket.
    ///
    /// It stands at the same place in both families that have one.
    package var port: UInt16 { family == AF_UNIX ? 0 : UInt16(bytes[2]) << 8 | UInt16(bytes[3]) }

    /// The same address with another port, if its family has ports.
    package func with(port: UInt16) -> SocketAddress {
        guard family != AF_UNIX else { return self }
        var bytes = bytes
        (bytes[2], bytes[3]) = (UInt8(port >> 8), UInt8(port & 0xff))
        return SocketAddress(bytes: bytes)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The index of the interface that a link-local IPv6 address belongs to (RFC 4007 §6); 0 for any other address.
    private var zone: UInt32 {
        guard family == AF_INET6, bytes.count >= 28 else { return 0 }
        return bytes[24..<28].withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
    }

    /// Where the peer of a connection is.
    ///
    /// To be called once for each connection: a peer on a Unix socket has no address, and is another peer each time.
    package func makePeerAddress() -> PeerAddress {
        guard let ip else { return .unnamed(shownAs: description) }
        return PeerAddress(host: .address(ip, zone: zone), description: description)
    }

    /// Lends the address to a socket call.
    package func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result) rethrows -> Result
    {
        try bytes.withUnsafeBytes { raw in
            // Aligned copy: an array of bytes promises no alignment.
            var storage = sockaddr_storage()
            withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: raw) }
            return try withUnsafePointer(to: &storage) { storage in
                try storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { try body($0, socklen_t(raw.count)) }
            }
        }
    }

    /// The address alone, in the numeric notation of its family; the path of a Unix socket, empty if it has none.
    package var host: String {
        guard family != AF_UNIX else { return String(decoding: bytes.dropFirst(2).prefix { $0 != 0 }, as: UTF8.self) }
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let result = withSockaddr { getnameinfo($0, $1, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) }
        return result == 0 ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "?"
    }
}

extension SocketAddress: CustomStringConvertible {
    /// Address and port, an IPv6 address in brackets; the address alone where the port is not known; `unix:` and the path.
    package var description: String {
        switch family {
        case AF_UNIX: "unix:\(host)"
        case _ where port == 0: host
        case AF_INET6: "[\(host)]:\(port)"
        default: "\(host):\(port)"
        }
    }
}

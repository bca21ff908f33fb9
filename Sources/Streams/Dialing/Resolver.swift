internal import CLinux
internal import Frame
internal import Glibc

/// Name look-up by the system's resolver.
///
/// Blocks: call it off the loop.
package enum Resolver {
    /// Finds the addresses of `host`, in the order in which RFC 6724 prefers them.
    ///
    /// - Parameter isPassive: whether the addresses are to listen on; an empty host then means every address.
    /// - Throws: ``TransportError/unreachable(_:)`` naming the host.
    package static func addresses(of host: String, port: UInt16, isPassive: Bool = false) throws -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | (isPassive ? AI_PASSIVE : 0)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host.isEmpty ? nil : host, String(port), &hints, &list)
        defer { list.map { freeaddrinfo($0) } }
        guard result == 0 else {
            let why = result == EAI_SYSTEM ? String(cString: strerror(errno)) : String(cString: gai_strerror(result))
            throw TransportError.unreachable("cannot find the address of '\(host)': \(why)")
        }
        let found = sequence(first: list, next: { $0?.pointee.ai_next }).prefix { $0 != nil }
            .compactMap { entry in entry.flatMap { SocketAddress($0.pointee.ai_addr, length: $0.pointee.ai_addrlen) } }
        guard !found.isEmpty else { throw TransportError.unreachable("'\(host)' has no IPv4 or IPv6 address") }
        return found
    }
}

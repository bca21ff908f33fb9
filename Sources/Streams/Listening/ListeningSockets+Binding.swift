internal import CLinux
package import Frame
internal import Glibc
internal import Linux

extension ListeningSockets {
    /// Listens on each address of a host; an empty one means every address.
    ///
    /// - Parameter shared: the port that it shares with others, if it does.
    /// - Throws: ``SystemError`` if an address cannot be bound, ``TransportError`` for a name that is no good.
    package static func at(
        host: String,
        port: UInt16,
        sharing shared: SharedPort?,
        on loop: any EventLoop
    ) async throws -> ListeningSockets {
        let addresses = try await loop.offload { try Resolver.addresses(of: host, port: port, isPassive: true) }
        return ListeningSockets(all: try bind(host.isEmpty ? wildcard(among: addresses) : addresses, sharing: shared))
    }

    /// One socket on the IPv6 wildcard serves IPv4 too; without IPv6, that of IPv4 remains.
    private static func wildcard(among addresses: [SocketAddress]) -> [SocketAddress] {
        Array((addresses.filter { $0.family == AF_INET6 } + addresses).prefix(1))
    }

    /// Listens on each of `addresses`; where the port is 0, all get the one that the system chooses for the first.
    private static func bind(_ addresses: [SocketAddress], sharing shared: SharedPort?) throws -> [StreamSocket] {
        var doors: [StreamSocket] = []
        for address in addresses {
            let chosen = doors.first.flatMap { door in SocketAddress { getsockname(door.descriptor, $0, $1) } }
            doors.append(try bind(address.with(port: chosen?.port ?? address.port), sharing: shared))
        }
        return doors
    }

    private static func bind(_ address: SocketAddress, sharing shared: SharedPort?) throws -> StreamSocket {
        let socket = try StreamSocket(family: address.family)
        if shared?.taken != nil { SharedPort.share(socket) }
        socket.set(SO_REUSEADDR, 1, level: SOL_SOCKET)
        if address.family == AF_INET6 {
            socket.set(IPV6_V6ONLY, address.host == "::" ? 0 : 1, level: CInt(IPPROTO_IPV6))
        }
        guard address.withSockaddr({ Glibc.bind(socket.descriptor, $0, $1) }) == 0 else {
            throw SystemError.last("cannot listen on \(address)")
        }
        if shared != nil { SharedPort.share(socket) }
        guard Glibc.listen(socket.descriptor, CInt(SOMAXCONN)) == 0 else {
            throw SystemError.last("cannot listen on \(address)")
        }
        return socket
    }
}

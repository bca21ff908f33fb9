import Glibc

/// A TCP socket on the loopback interface that blocks; closed when this is released.
final class Socket: Sendable {
    let descriptor: CInt

    struct Failure: Error {
        let call: String
        let number: CInt
    }

    init(owning descriptor: CInt) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Listens on a port.
    static func listening(on port: UInt16) throws -> Socket {
        let socket = try make()
        var yes: CInt = 1
        setsockopt(socket.descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        try check("bind", withAddress(port) { bind(socket.descriptor, $0, $1) })
        try check("listen", listen(socket.descriptor, 64))
        return socket
    }

    /// Connects to a port.
    static func connected(to port: UInt16) throws -> Socket {
        let socket = try make()
        try check("connect", withAddress(port) { connect(socket.descriptor, $0, $1) })
        return socket
    }

    /// Waits for a peer.
    func accept() throws -> Socket {
        let descriptor = Glibc.accept(descriptor, nil, nil)
        try Self.check("accept", descriptor)
        return Socket(owning: descriptor)
    }

    /// Waits for bytes; 0 when there will be no more.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
    }

    /// Sends everything; nothing depends on whether the peer is still there.
    func send(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.send(descriptor, rest.baseAddress, rest.count, 0)
            guard count > 0 else { return }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Tells the peer that there is no more.
    func finishSending() { _ = shutdown(descriptor, CInt(SHUT_WR)) }

    private static func make() throws -> Socket {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        try check("socket", descriptor)
        return Socket(owning: descriptor)
    }

    private static func check(_ call: String, _ result: CInt) throws {
        guard result >= 0 else { throw Failure(call: call, number: errno) }
    }

    private static func withAddress(
        _ port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}

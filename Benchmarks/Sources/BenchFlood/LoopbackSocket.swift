import Glibc

/// A blocking socket to a server on this host.
struct LoopbackSocket {
    let descriptor: CInt

    /// - Parameter source: the last three bytes of the address to come from, in 127.0.0.0/8.
    init(to port: UInt16, from source: UInt32 = 1) {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        let bound = Self.with(0x7f00_0000 | source & 0xff_ffff, 0) { bind(descriptor, $0, $1) }
        let connected = Self.with(0x7f00_0001, port) { connect(descriptor, $0, $1) }
        precondition(bound == 0 && connected == 0, "the server cannot be reached")
    }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL)) }

    func receive(_ most: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: most)
        let count = recv(descriptor, &bytes, most, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    private static func with(
        _ host: UInt32,
        _ port: UInt16,
        _ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = host.bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}

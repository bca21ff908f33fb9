import CLinux
import Glibc
import Testing

@testable import Streams

/// Two sockets that are connected to each other and do not block: one is a stream's, the other the test's.
struct SocketPair {
    let near: StreamSocket
    let far: StreamSocket

    init() throws {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        try #require(socketpair(AF_UNIX, type, 0, &ends) == 0)
        (near, far) = (StreamSocket(owning: ends[0]), StreamSocket(owning: ends[1]))
    }

    /// Fills the stream's socket, so that it takes nothing more until the test's is read.
    func fill() {
        for size in [65_536, 1] {
            let bytes = [UInt8](repeating: 0, count: size)
            while case .bytes(1...) = bytes.withUnsafeBytes({ near.send($0) }) {}
        }
    }

    /// All that has come to the test's end.
    func takeReceived() -> [UInt8] {
        var (bytes, all): ([UInt8], [UInt8]) = ([UInt8](repeating: 0, count: 1 << 20), [])
        while case .bytes(let count) = bytes.withUnsafeMutableBytes({ far.receive(into: $0) }), count > 0 {
            all += bytes.prefix(count)
        }
        return all
    }
}

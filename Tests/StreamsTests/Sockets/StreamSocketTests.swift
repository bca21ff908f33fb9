import CLinux
import Frame
import Glibc
import Testing

@testable import Streams

@Suite struct StreamSocketTests {
    private func option(_ name: CInt, _ level: CInt, of socket: StreamSocket) -> CInt {
        var (value, length): (CInt, socklen_t) = (-1, socklen_t(MemoryLayout<CInt>.size))
        #expect(getsockopt(socket.descriptor, level, name, &value, &length) == 0)
        return value
    }

    @Test("A socket for frames sends at once, keeps 128 KiB in the kernel, and has a peer found that is gone")
    func tuning() throws {
        let socket = try StreamSocket(family: AF_INET)
        let tcp = CInt(IPPROTO_TCP)
        #expect(option(TCP_NODELAY, tcp, of: socket) == 0 && option(SO_KEEPALIVE, SOL_SOCKET, of: socket) == 0)
        socket.tuneForFrames(patience: .milliseconds(45_001))
        #expect(option(TCP_NODELAY, tcp, of: socket) != 0 && option(SO_KEEPALIVE, SOL_SOCKET, of: socket) != 0)
        #expect(option(TCP_NOTSENT_LOWAT, tcp, of: socket) == 131_072)
        #expect(option(TCP_USER_TIMEOUT, tcp, of: socket) == 45_001)
    }

    @Test("It blocks nobody, and is closed on exec")
    func flags() throws {
        let socket = try StreamSocket(family: AF_UNIX)
        #expect(fcntl(socket.descriptor, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(socket.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        #expect(socket.roundTrip == .zero && socket.pendingError == 0)
    }

    @Test("What it comes to is told apart")
    func outcomes() throws {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        try #require(socketpair(AF_UNIX, type, 0, &ends) == 0)
        let (near, far) = (StreamSocket(owning: ends[0]), StreamSocket(owning: ends[1]))
        var room = [UInt8](repeating: 0, count: 8)
        func receive() -> StreamSocket.Outcome { room.withUnsafeMutableBytes { near.receive(into: $0) } }
        #expect(receive() == .wouldBlock)
        #expect([1, 2, 3].withUnsafeBytes { far.send($0) } == .bytes(24))
        #expect(room.withUnsafeMutableBytes { near.peek(into: $0) } == .bytes(8))
        #expect(receive() == .bytes(8) && receive() == .bytes(8) && receive() == .bytes(8))
        far.finishSending()
        #expect(receive() == .bytes(0))
        near.finishReceiving()
        near.abort()
        #expect([UInt8(1)].withUnsafeBytes { near.send($0) } == .failed(EPIPE))
        #expect(StreamSocket(owning: -1).peer == nil)
    }

    @Test("The last 32 descriptors are put aside, as long as there are more than four times as many")
    func reserve() throws {
        var limit = rlimit()
        try #require(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        let count = CInt(clamping: limit.rlim_cur)
        try #require(count > 128)
        #expect([count - 33, count - 32, count - 1].map { DescriptorReserve.holds($0) } == [false, true, true])
    }
}

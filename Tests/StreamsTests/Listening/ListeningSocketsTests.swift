import CLinux
import Conformance
import Frame
import Glibc
import Linux
import Testing

@testable import Streams

/// Sockets that let peers in, at a path, an address or handed over.
@Suite struct ListeningSocketsTests {
    private let loop = ManualLoop()
    private let path = "/tmp/etherws-test-\(getpid())-\(UInt64.random(in: 0 ... .max)).sock"

    private func option(_ name: CInt, _ level: CInt, of descriptor: CInt) -> CInt {
        var (value, length): (CInt, socklen_t) = (-1, socklen_t(MemoryLayout<CInt>.size))
        #expect(getsockopt(descriptor, level, name, &value, &length) == 0)
        return value
    }

    /// A socket on the loopback interface, which listens or does not.
    private func socket(listening isListening: Bool) throws -> CInt {
        let descriptor = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        let address = SocketAddress(try #require(IPAddress("127.0.0.1")), port: 0)
        try #require(address.withSockaddr { bind(descriptor, $0, $1) } == 0)
        if isListening { try #require(listen(descriptor, 5) == 0) }
        return descriptor
    }

    /// Whether somebody listens there.
    private func isOpen(_ address: SocketAddress) throws -> Bool {
        let descriptor = Glibc.socket(address.family, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return address.withSockaddr { connect(descriptor, $0, $1) } == 0
    }

    @Test("A socket that was handed over listening does not block, is closed on exec, and survives for others")
    func inherited() throws {
        let descriptor = try socket(listening: true)
        let copy = dup(descriptor)
        #expect(fcntl(descriptor, F_GETFL) & O_NONBLOCK == 0 && fcntl(descriptor, F_GETFD) == 0)
        let opened = try ListeningSockets.inherited([descriptor])
        #expect(fcntl(descriptor, F_GETFL) & O_NONBLOCK != 0 && fcntl(descriptor, F_GETFD) == FD_CLOEXEC)
        #expect(opened.isBorrowed && opened.all.map(\.descriptor) == [descriptor])
        let address = try #require(opened.bound)
        #expect(address.host == "127.0.0.1" && address.port != 0)
        opened.close()
        #expect(try isOpen(address))
        close(copy)
    }

    @Test("What is handed over must listen: what does not is named, with an error that is no bug of this program's")
    func notListening() throws {
        let (mute, file) = (try socket(listening: false), open("/dev/null", O_RDONLY))
        for (descriptor, code) in [(mute, EINVAL), (file, EINVAL), (99_999, EBADF)] {
            let error = #expect(throws: SystemError.self) { try ListeningSockets.inherited([descriptor]) }
            #expect(error?.code == code && error?.call.hasPrefix("descriptor \(descriptor) was handed over") == true)
        }
        for descriptor in [mute, file] { close(descriptor) }
    }

    @Test("The file of a Unix socket has the permissions that it is to have, and goes with the socket")
    func file() throws {
        for mode: UInt32 in [0o600, 0o660, 0o666] {
            let opened = try ListeningSockets.at(path: path, mode: mode)
            var status = stat()
            #expect(lstat(path, &status) == 0 && status.st_mode == S_IFSOCK | mode)
            #expect(!opened.isBorrowed && opened.bound == SocketAddress(path: path))
            let address = try #require(opened.bound)
            #expect(try isOpen(address))
            opened.close()
            #expect(try access(path, F_OK) != 0 && !isOpen(address))
        }
    }

    @Test("A path that does not fit in an address is an error")
    func longPath() {
        #expect(throws: EndpointURIError.self) {
            try ListeningSockets.at(path: "/" + String(repeating: "a", count: 107), mode: 0)
        }
    }

    @Test("A file that nobody listens at any more gives way; one that somebody listens at, or is no socket, does not")
    func deserted() throws {
        let address = try #require(SocketAddress(path: path))
        let (socket, _) = try SocketFile.listen(at: address, mode: 0o600)
        let error = #expect(throws: SystemError.self) { try SocketFile.listen(at: address, mode: 0o600) }
        #expect(error?.code == EADDRINUSE)
        _ = consume socket
        #expect(access(path, F_OK) == 0)
        let (_, file) = try SocketFile.listen(at: address, mode: 0o600)
        file.remove()
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        #expect(throws: SystemError.self) { try SocketFile.listen(at: address, mode: 0o600) }
        #expect(unlink(path) == 0)
    }

    @Test("The file of whoever has taken the place stays")
    func replaced() throws {
        let opened = try ListeningSockets.at(path: path, mode: 0o600)
        unlink(path)
        let other = try ListeningSockets.at(path: path, mode: 0o600)
        opened.close()
        #expect(access(path, F_OK) == 0)
        other.close()
        #expect(access(path, F_OK) != 0)
    }

    @Test("One socket for every address takes peers of IPv4 and IPv6, and one for an IPv6 address those of IPv6 alone")
    func wildcard() async throws {
        for (host, isAlone) in [("", CInt(0)), ("::", 0), ("::1", 1)] {
            let opened = try await ListeningSockets.at(host: host, port: 0, sharing: nil, on: loop)
            #expect(opened.all.count == 1 && opened.bound?.family == AF_INET6 && !opened.isBorrowed)
            let descriptor = try #require(opened.all.first).descriptor
            #expect(option(IPV6_V6ONLY, CInt(IPPROTO_IPV6), of: descriptor) == isAlone)
            #expect(option(SO_REUSEADDR, SOL_SOCKET, of: descriptor) == 1)
            #expect(option(SO_REUSEPORT, SOL_SOCKET, of: descriptor) == 0)
            opened.close()
        }
    }

    @Test("A port belongs to those that share it: to the first alone while it binds, and to nobody else after that")
    func sharing() async throws {
        let shared = SharedPort()
        #expect(shared.taken == nil && shared.identity == nil)
        let first = try await ListeningSockets.at(host: "127.0.0.1", port: 0, sharing: shared, on: loop)
        let port = try #require(first.bound).port
        shared.take(port, showing: nil)
        shared.take(port &+ 1, showing: nil)
        #expect(shared.taken == port)
        let second = try await ListeningSockets.at(host: "127.0.0.1", port: port, sharing: shared, on: loop)
        #expect(second.bound == first.bound)
        for other in [nil, SharedPort()] {
            await #expect(throws: SystemError.self) {
                try await ListeningSockets.at(host: "127.0.0.1", port: port, sharing: other, on: loop)
            }
        }
        for opened in [first, second] { opened.close() }
        #expect(try !isOpen(SocketAddress(#require(IPAddress("127.0.0.1")), port: port)))
    }
}

import CLinux
import Frame
import Glibc
import Reactor
import Testing

@testable import Streams
@testable import Transports

/// Listeners at other places than a port.
@Suite struct ListenAddressTests {
    private let loop: EpollLoop
    private let host: Host
    private let path = "/tmp/etherws-test-\(getpid())-\(UInt64.random(in: 0 ... .max)).sock"

    init() throws {
        loop = try EpollLoop()
        host = Host(on: loop)
    }

    private func listen(_ parameters: EndpointURI.Parameter...) async throws -> any Listener {
        let uri = EndpointURI(scheme: "ws", host: "", path: "/lab", parameters: parameters)
        return try await WebSocketTransport(uri).listen(on: loop, authenticator: nil, acceptor: host)
    }

    private func exchange(with listener: any Listener) async throws {
        let frame = [UInt8](repeating: 7, count: 60)
        let client = Party(on: loop)
        try await client.connect(listener.address)
        let (server, _) = try await host.party()
        await client.send([frame])
        #expect(await server.frames(1) == [frame])
    }

    /// A socket that listens on the loopback interface already.
    private func listeningSocket() throws -> CInt {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        let address = try #require(try Resolver.addresses(of: "127.0.0.1", port: 0).first)
        try #require(address.withSockaddr { bind(descriptor, $0, $1) } == 0)
        try #require(Glibc.listen(descriptor, 5) == 0)
        return descriptor
    }

    @Test("A Unix socket is a place to listen and to connect to, and its file goes with the listener")
    func unix() async throws {
        let listener = try await listen(.init("unix", path))
        #expect(listener.address.description == "ws://localhost/lab?unix=\(path)")
        try await exchange(with: listener)
        #expect(try await host.party().1.address.description == "unix:")
        await listener.close()
        #expect(access(path, F_OK) != 0)
    }

    @Test("Two connections over a Unix socket are two peers: nothing shows that they are one")
    func identities() async throws {
        let listener = try await listen(.init("unix", path))
        for _ in 0..<2 { try await Party(on: loop).connect(listener.address) }
        let (one, other) = try await (host.party(0).1, host.party(1).1)
        #expect(one.identity != other.identity)
        #expect(one.address.description == other.address.description)
        await listener.close()
    }

    @Test(
        "Owner and group may connect to a Unix socket, or who is to, whatever the umask is",
        arguments: [nil, "600", "0666"])
    func permissions(_ mode: String?) async throws {
        let listener =
            try await mode == nil
            ? listen(.init("unix", path)) : listen(.init("unix", path), .init("unix-mode", mode ?? ""))
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(status.st_mode & 0o7777 == UInt32(mode ?? "660", radix: 8))
        try await exchange(with: listener)
        await listener.close()
    }

    @Test("Other permissions are errors", arguments: ["", "66", "1777", "888", "-44", "+66", "u+w"])
    func noPermissions(_ mode: String) async {
        await #expect(throws: EndpointURIError.self) {
            try await listen(.init("unix", path), .init("unix-mode", mode))
        }
        await #expect(throws: EndpointURIError.self) { try await listen(.init("unix-mode", "660")) }
    }

    @Test("A file that nobody listens at any more gives way; one that somebody listens at does not")
    func deserted() async throws {
        let (socket, _) = try SocketFile.listen(at: #require(SocketAddress(path: path)), mode: ListenAddress.mode)
        await #expect(throws: SystemError.self) { try await listen(.init("unix", path)) }
        _ = consume socket
        let listener = try await listen(.init("unix", path))
        try await exchange(with: listener)
        await listener.close()
    }

    @Test("A file that is no socket stays")
    func otherFile() async throws {
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        await #expect(throws: SystemError.self) { try await listen(.init("unix", path)) }
        #expect(unlink(path) == 0)
    }

    @Test("The file of a listener that has taken its place stays")
    func replaced() async throws {
        let listener = try await listen(.init("unix", path))
        unlink(path)
        let (_, file) = try SocketFile.listen(at: #require(SocketAddress(path: path)), mode: ListenAddress.mode)
        await listener.close()
        #expect(access(path, F_OK) == 0)
        file.remove()
        #expect(access(path, F_OK) != 0)
    }

    @Test("A socket that was handed over listening is listened by, is closed on exec, and survives for others")
    func inherited() async throws {
        let (descriptor, copy) = try { ($0, dup($0)) }(listeningSocket())
        let listener = try await listen(.init("descriptors", "\(descriptor)"))
        #expect(fcntl(descriptor, F_GETFD) == FD_CLOEXEC)
        #expect(listener.address.host == "127.0.0.1" && listener.address.port != 0)
        try await exchange(with: listener)
        await listener.close()
        let peer = RawPeer(on: loop)
        try await peer.connect(to: listener.address)
        close(copy)
    }

    @Test("What is handed over must listen")
    func notListening() async throws {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        await #expect(throws: SystemError.self) { try await listen(.init("descriptors", "\(descriptor)")) }
        close(descriptor)
        let file = open("/dev/null", O_RDONLY)
        let error = await #expect(throws: SystemError.self) { try await listen(.init("descriptors", "\(file)")) }
        // The number is not that of a bug of ours.
        #expect(error?.code == EINVAL)
        close(file)
        await #expect(throws: SystemError.self) { try await listen(.init("descriptors", "99999")) }
    }

    @Test("Other values are errors", arguments: ["2", "0", "a", "", "3,3", "3,", "-1"])
    func descriptors(_ list: String) async {
        await #expect(throws: EndpointURIError.self) { try await listen(.init("descriptors", list)) }
    }

    @Test("A path that does not fit in an address is an error")
    func longPath() async {
        await #expect(throws: EndpointURIError.self) {
            try await listen(.init("unix", "/" + String(repeating: "a", count: 107)))
        }
    }
}

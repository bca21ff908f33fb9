import CLinux
import Frame
import Glibc
import Reactor
import Streams
import TLSSupport
import TestSupport
import Testing

@testable import Transports

/// Our client and our server, over sockets on the loopback interface.
@Suite struct WebSocketTransportTests {
    private let loop: EpollLoop
    private let host: Host

    init() throws {
        loop = try EpollLoop()
        host = Host(on: loop)
    }

    enum Scheme: String, CaseIterable, CustomTestStringConvertible {
        case ws, wss

        var testDescription: String { rawValue }
    }

    private struct Door: Authenticator {
        func authenticate(_ credentials: Credentials) async throws -> Principal? {
            guard credentials.basic?.user != "broken" else { throw TransportError.unreachable("the directory is away") }
            return credentials == .basic(user: "alice", password: "wonder") ? Principal("alice") : nil
        }
    }

    private func listen(
        _ scheme: Scheme,
        host name: String = "127.0.0.1",
        path: String = "/",
        authenticator: (any Authenticator)? = nil
    ) async throws -> any Listener {
        var uri = EndpointURI(scheme: scheme.rawValue, host: name, port: 0, path: path)
        if scheme == .wss {
            uri.parameters = [
                .init("certificate", TestCertificate.localhost.certificate),
                .init("key", TestCertificate.localhost.key),
            ]
        }
        return try await WebSocketTransport(uri).listen(on: loop, authenticator: authenticator, acceptor: host)
    }

    private func target(_ listener: any Listener) -> EndpointURI {
        var uri = listener.address
        if uri.scheme == "wss" { uri.parameters = [.init("cacerts", TestCertificate.authority.certificate)] }
        return uri
    }

    private func frames(_ sizes: [Int], seed: UInt8 = 1) -> [[UInt8]] {
        sizes.enumerated().map { index, size in
            (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ index &* 13) &+ seed }
        }
    }

    @Test(arguments: Scheme.allCases) func carriesFramesOfEverySizeBothWaysInOrder(_ scheme: Scheme) async throws {
        let listener = try await listen(scheme)
        let client = Party(on: loop)
        try await client.connect(target(listener))
        let (server, _) = try await host.party()
        let frames = frames([14, 15, 60, 125, 126, 127, 1_500, 1_514, 9_014, 65_534, 65_535, 65_536, FrameSize.maximum])
        #expect(await client.send(frames) == frames.count)
        #expect(await server.frames(frames.count) == frames)
        #expect(await server.send(frames) == frames.count)
        #expect(await client.frames(frames.count) == frames)
        await listener.close()
    }

    @Test(arguments: Scheme.allCases) func losesOldFramesOfABurstThatIsTooLongAndDeliversTheRest(_ scheme: Scheme)
        async throws
    {
        let listener = try await listen(scheme)
        let client = Party(on: loop)
        try await client.connect(target(listener))
        let (server, _) = try await host.party()
        // One flow, numbered; more than is queued before the socket is asked.
        let burst = (0..<4_000).map { number in
            [UInt8](repeating: 2, count: 14) + [UInt8(number >> 8), UInt8(number & 0xff)]
                + [UInt8](repeating: 0, count: 1_498)
        }
        await client.send(burst)
        let received = try await server.frames(upTo: #require(burst.last))
        let numbers = received.map { Int($0[14]) << 8 | Int($0[15]) }
        #expect(received.allSatisfy { $0.count == 1_514 })
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy(<))
        #expect((100..<burst.count).contains(numbers.count))
        await listener.close()
    }

    @Test(arguments: Scheme.allCases) func tellsThePeerWhenALinkIsClosed(_ scheme: Scheme) async throws {
        let listener = try await listen(scheme)
        let client = Party(on: loop)
        try await client.connect(target(listener))
        let (server, _) = try await host.party()
        await client.close()
        let end = try #require(await server.end())
        #expect(throws: Never.self) { try end.get() }
        await listener.close()
    }

    @Test func admitsWhoeverTheAuthenticatorKnows() async throws {
        let listener = try await listen(.ws, authenticator: Door())
        try await Party(on: loop).connect(target(listener), as: .basic(user: "alice", password: "wonder"))
        #expect(try await host.party().1.principal == Principal("alice"))
        await listener.close()
    }

    @Test(arguments: [
        (Credentials.none, "no credentials"),
        (.basic(user: "alice", password: "wrong"), "wrong password, or unknown user 'alice'"),
        (.bearer("wonder"), "wrong token"),
    ])
    func refusesEverybodyElse(_ credentials: Credentials, _ reason: String) async throws {
        let listener = try await listen(.ws, authenticator: Door())
        let error = await #expect(throws: TransportError.self) {
            try await Party(on: loop).connect(target(listener), as: credentials)
        }
        let answer = "answered 401 Authorization Required: the user name or password is wrong or missing"
        #expect(error == .refused("127.0.0.1:\(listener.address.port ?? 0) \(answer)"))
        #expect(try await host.refusal() == reason)
        await listener.close()
    }

    @Test func admitsNobodyWhileTheAuthenticatorIsBroken() async throws {
        let listener = try await listen(.ws, authenticator: Door())
        let error = await #expect(throws: TransportError.self) {
            try await Party(on: loop).connect(target(listener), as: .basic(user: "broken", password: ""))
        }
        let reason = "answered 503 Service Unavailable: the server admits no client now, and its log says why"
        #expect(error.map { "\($0)" }?.hasSuffix(reason) == true)
        #expect(try await host.refusal() == "the directory is away")
        await listener.close()
    }

    @Test func servesItsOwnPathAlone() async throws {
        let listener = try await listen(.ws, path: "/tunnel ä")
        var other = target(listener)
        other.path = "/"
        let error = await #expect(throws: TransportError.self) { try await Party(on: loop).connect(other) }
        #expect(error.map { "\($0)" }?.hasSuffix("answered 404 Not Found: no tunnel is served at '/'") == true)
        try await Party(on: loop).connect(target(listener))
        await listener.close()
    }

    @Test(arguments: Scheme.allCases) func doesNotConnectWithoutAHost(_ scheme: Scheme) async {
        let uri = EndpointURI(scheme: scheme.rawValue, host: "", path: "/")
        await #expect(throws: EndpointURIError.missingPart("host to connect to", of: scheme.rawValue)) {
            try await Party(on: loop).connect(uri)
        }
    }

    /// A socket of ours that listens, and accepts nobody.
    private func deafSocket() throws -> (StreamSocket, EndpointURI) {
        let socket = try StreamSocket(family: AF_INET)
        let any = try #require(try Resolver.addresses(of: "127.0.0.1", port: 0).first)
        try #require(any.withSockaddr { bind(socket.descriptor, $0, $1) } == 0)
        try #require(Glibc.listen(socket.descriptor, 0) == 0)
        let address = try #require(SocketAddress { getsockname(socket.descriptor, $0, $1) })
        return (socket, EndpointURI(scheme: "ws", host: "127.0.0.1", port: address.port, path: "/"))
    }

    @Test("A task that connects can be cancelled", arguments: ["while it waits for TCP", "while it shakes hands"])
    func connectingEndsWhenItIsCancelled(_ stage: String) async throws {
        let (deaf, uri) = try deafSocket()
        let address = try #require(SocketAddress { getsockname(deaf.descriptor, $0, $1) })
        // Whoever connects to a full queue is not answered.
        let crowd = try (0..<(stage.contains("TCP") ? 4 : 0)).map { _ in try StreamSocket(family: AF_INET) }
        for socket in crowd { _ = address.withSockaddr { Glibc.connect(socket.descriptor, $0, $1) } }
        let connecting = Task { try await Party(on: loop).connect(uri) }
        var queued = pollfd(fd: deaf.descriptor, events: Int16(POLLIN), revents: 0)
        _ = try await eventually { poll(&queued, 1, 0) == 1 ? true : nil }
        connecting.cancel()
        await #expect(throws: CancellationError.self) { try await connecting.value }
        #expect(deaf.descriptor >= 0 && crowd.allSatisfy { $0.descriptor >= 0 })
    }

    @Test func saysWhichAddressDidNotAnswer() async throws {
        let listener = try await listen(.ws)
        let uri = target(listener)
        await listener.close()
        let place = "127.0.0.1:\(uri.port ?? 0)"
        await #expect(throws: TransportError.unreachable("cannot connect to \(place): Connection refused")) {
            try await Party(on: loop).connect(uri)
        }
    }

    @Test func listensOnTheWildcardForBothFamilies() async throws {
        let listener = try await listen(.ws, host: "")
        for name in ["127.0.0.1", "::1", "localhost"] {
            var uri = target(listener)
            uri.host = name
            try await Party(on: loop).connect(uri)
        }
        await listener.close()
    }

    @Test func namesTheAddressThatIsTaken() async throws {
        let listener = try await listen(.ws)
        let error = await #expect(throws: SystemError.self) {
            _ = try await WebSocketTransport(listener.address).listen(on: loop, authenticator: nil, acceptor: host)
        }
        #expect(
            error?.description == "cannot listen on 127.0.0.1:\(listener.address.port ?? 0): Address already in use")
        await listener.close()
    }

    @Test func leavesOldLinksAliveWhenTheListenerCloses() async throws {
        let listener = try await listen(.ws)
        let client = Party(on: loop)
        try await client.connect(target(listener))
        let (server, _) = try await host.party()
        await listener.close()
        await client.send(frames([60]))
        #expect(await server.frames(1) == frames([60]))
    }

    @Test func needsACertificateToListenOnTLS() async throws {
        let uri = EndpointURI(scheme: "wss", host: "127.0.0.1", port: 0)
        await #expect(throws: EndpointURIError.self) {
            _ = try await WebSocketTransport(uri).listen(on: loop, authenticator: nil, acceptor: host)
        }
    }

    @Test func refusesATLSClientOnAPlainPortAndTheReverse() async throws {
        let plain = try await listen(.ws)
        let error = await #expect(throws: TransportError.self) {
            try await Party(on: loop).connect(EndpointURI(scheme: "wss", host: "127.0.0.1", port: plain.address.port))
        }
        #expect(error.map { "\($0)" }?.contains("TLS with 127.0.0.1 failed") == true)
        let secure = try await listen(.wss)
        await #expect(throws: TransportError.self) {
            try await Party(on: loop).connect(EndpointURI(scheme: "ws", host: "127.0.0.1", port: secure.address.port))
        }
        await plain.close()
        await secure.close()
    }

    @Test func listensAgainWhereItsLinksLiveOn() async throws {
        let listener = try await listen(.ws)
        let client = Party(on: loop)
        try await client.connect(target(listener))
        _ = try await host.party()
        await listener.close()
        let again = try await WebSocketTransport(listener.address).listen(on: loop, authenticator: nil, acceptor: host)
        #expect(again.address == listener.address)
        await again.close()
    }
}

import CLinux
import Frame
import Glibc
import Reactor
import Streams
import Synchronization
import TLS
import TLSSupport
import TestSupport
import Testing

@testable import Transports

/// What a transport tells of its way to a server.
@Suite struct DialEventTests {
    /// The events of an attempt to connect, and why it failed, if it did.
    private func dial(_ uri: EndpointURI) async throws -> (events: [DialEvent], error: (any Error)?) {
        let events = Mutex<[DialEvent]>([])
        let loop = try EpollLoop()
        do {
            let transport = try WebSocketTransport(uri)
            try await Dialer(on: loop).dial(transport) { event in events.withLock { $0.append(event) } }
            return (events.withLock(\.self), nil)
        } catch {
            return (events.withLock(\.self), error)
        }
    }

    private actor Dialer {
        private let loop: EpollLoop
        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(on loop: EpollLoop) { self.loop = loop }

        func dial(_ transport: WebSocketTransport, _ observer: @escaping DialObserver) async throws {
            try await transport.connect(on: loop, as: .none, telling: observer).close()
        }
    }

    @Test("Each stage begins and ends, with what it came to") func stages() async throws {
        let server = try await Server(.wss)
        let (events, error) = try await dial(server.uri([.init("deflate", "on")]))
        #expect(error == nil)
        let address = "127.0.0.1:\(server.listener.address.port ?? 0)"
        #expect(
            events.prefix(5) == [
                .began(.lookup), .resolved(host: "127.0.0.1", addresses: ["127.0.0.1"]), .began(.connection),
                .connected(address: address), .began(.security),
            ])
        guard case .secured(let summary) = events[5] else { return #expect(Bool(false), "\(events)") }
        #expect(summary.algorithms.hasPrefix("TLSv1.3 "))
        #expect(summary.applicationProtocol == "http/1.1" && !summary.isResumed && !summary.isPinned)
        #expect(summary.trust == .file(TestCertificate.authority.certificate))
        #expect(summary.certificate?.subject == "CN=test" && summary.certificate?.issuer == "CN=test authority")
        #expect(summary.certificate?.hosts == ["localhost"])
        #expect(summary.certificate.map { (0...1).contains($0.daysLeft) } == true)
        #expect(
            events.dropFirst(6) == [
                .began(.upgrade), .answered(AnswerSummary(status: 101, reason: "Switching Protocols")),
                .upgraded(subprotocol: "etherws", isCompressed: false),
            ])
    }

    @Test("A certificate that is no good is shown with what is wrong with it") func distrust() async throws {
        let server = try await Server(.wss)
        var uri = server.uri()
        uri.parameters = []
        let (events, error) = try await dial(uri)
        #expect(error is TransportError)
        guard case .distrusted(let certificate, let fault) = events.last else {
            return #expect(Bool(false), "\(events)")
        }
        #expect(certificate.issuer == "CN=test authority" && fault == .unknownAuthority)
        uri = server.uri([.init("sni", "elsewhere.test")])
        guard case .distrusted(_, .otherHost) = try await dial(uri).events.last else {
            return #expect(Bool(false), "\(events)")
        }
    }

    @Test("A key that is not pinned is told with its certificate") func pin() async throws {
        let server = try await Server(.wss)
        let pin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        let (events, error) = try await dial(server.uri([.init("pin", pin)]))
        #expect(error is TransportError)
        guard case .distrusted(let certificate, .notPinned) = events.last else {
            return #expect(Bool(false), "\(events)")
        }
        #expect(certificate.subject == "CN=test")
    }

    @Test("An attempt that fails is told with its error number") func refusal() async throws {
        let server = try await Server()
        let uri = server.uri()
        await server.listener.close()
        let (events, _) = try await dial(uri)
        #expect(events.last == .attemptFailed(address: "127.0.0.1:\(uri.port ?? 0)", code: ECONNREFUSED))
    }

    @Test("An answer is told before it is judged, with the schemes that it asks for") func answer() async throws {
        struct Nobody: Authenticator {
            let acceptedKinds: Credentials.Kinds = [.basic, .bearer]
            func authenticate(_ credentials: Credentials) async -> Principal? { nil }
        }
        let server = try await Server(authenticator: Nobody())
        let (events, _) = try await dial(server.uri())
        #expect(
            events.last
                == .answered(
                    AnswerSummary(
                        status: 401, reason: "Authorization Required", challenges: ["Basic", "Bearer"])))
    }

    @Test("A peer that does not answer in HTTP cannot be reached: that is no fault of ours") func stranger()
        async throws
    {
        let any = try #require(try Resolver.addresses(of: "127.0.0.1", port: 0).first)
        let socket = try StreamSocket(family: AF_INET)
        try #require(any.withSockaddr { bind(socket.descriptor, $0, $1) } == 0)
        try #require(listen(socket.descriptor, 1) == 0)
        let port = try #require(SocketAddress { getsockname(socket.descriptor, $0, $1) }).port
        let attempt = Task { try await dial(EndpointURI(scheme: "ws", host: "127.0.0.1", port: port)) }
        let peer = try await eventually {
            let descriptor = accept4(socket.descriptor, nil, nil, CInt(SOCK_NONBLOCK.rawValue))
            return descriptor >= 0 ? StreamSocket(owning: descriptor) : nil
        }
        let banner = Array("SSH-2.0-OpenSSH_9.2\r\n\r\n".utf8)
        _ = banner.withUnsafeBytes { peer.send($0) }
        let (events, error) = try await attempt.value
        #expect(events.last == .began(.upgrade))
        #expect(
            error as? TransportError
                == .unreachable("127.0.0.1:\(port) does not answer in HTTP: the first line is not HTTP"))
    }
}

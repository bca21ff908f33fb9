import CLinux
import Conformance
import Frame
import Glibc
import Linux
import TLSSupport
import TestSupport
import Testing

@testable import HTTP
@testable import Queueing
@testable import Streams
@testable import TLS
@testable import Transports

/// How long a client waits for a server, on a loop that a test moves by hand.
@Suite struct DialerLimitTests {
    private let loop = ManualLoop()
    private let door: StreamSocket
    private let address: SocketAddress

    /// A socket that listens, and says nothing.
    init() throws {
        door = try StreamSocket(family: AF_INET)
        let any = try #require(try Resolver.addresses(of: "127.0.0.1", port: 0).first)
        let descriptor = door.descriptor
        try #require(any.withSockaddr { bind(descriptor, $0, $1) } == 0)
        try #require(Glibc.listen(descriptor, 5) == 0)
        address = try #require(SocketAddress { getsockname(descriptor, $0, $1) })
    }

    /// What a client is told that connects to the door.
    private func connect(_ scheme: String = "ws", _ parameters: [EndpointURI.Parameter] = []) throws -> Task<
        String, Never
    > {
        let uri = EndpointURI(
            scheme: scheme, host: "127.0.0.1", port: address.port, path: "/", parameters: parameters)
        let (loop, transport) = (loop, try WebSocketTransport(uri))
        return Task {
            do {
                _ = try await transport.connect(on: loop, as: .none)
                return ""
            } catch {
                return "\(error)"
            }
        }
    }

    /// Tells each handler that its descriptor is ready.
    private func makeReady(for readiness: Readiness) {
        for descriptor in CInt(0)..<65_536 { loop.makeReady(descriptor, for: readiness) }
    }

    /// Lets the socket be connected, a moment after the attempt.
    private func letConnect() async {
        await loop.settle(at: .milliseconds(250))
        loop.advance(by: .milliseconds(100))
        makeReady(for: .write)
    }

    private func finish(_ task: Task<String, Never>) async -> String {
        await loop.outcome(of: task) { makeReady(for: .read) }
    }

    @Test("A connection has ten seconds")
    func connection() async throws {
        let task = try connect()
        await loop.settle(at: .milliseconds(250))
        loop.advance(by: .milliseconds(250))
        #expect(loop.nextDeadline == .seconds(10))
        loop.advance(by: .milliseconds(9_750))
        #expect(loop.nextDeadline == nil)
        #expect(await finish(task) == "cannot connect to \(address): no answer")
    }

    @Test("The handshake has ten seconds from then on", arguments: ["ws", "wss"])
    func handshake(scheme: String) async throws {
        let task = try connect(scheme)
        await letConnect()
        await loop.settle(at: .milliseconds(10_100))
        loop.advance(by: .seconds(10))
        #expect(await finish(task) == "\(address) did not complete the handshake in time")
        #expect(loop.nextDeadline == nil)
    }

    @Test("A proxy has ten seconds to connect")
    func proxy() async throws {
        let task = try connect("ws", [.init("proxy", "http://\(address)")])
        await letConnect()
        await loop.settle(at: .milliseconds(10_100))
        loop.advance(by: .seconds(10))
        #expect(await finish(task) == "the proxy \(address) did not connect to \(address) in time")
        #expect(loop.nextDeadline == nil)
    }
}

import Frame
import Reactor
import TLS
import TLSSupport
import Testing

@testable import Transports

/// A server on a loop of its own, and the ways in that tests need.
struct Server {
    let loop: EpollLoop
    let host: Host
    let listener: any Listener

    enum Scheme: String, CaseIterable, CustomTestStringConvertible {
        case ws, wss

        var testDescription: String { rawValue }
    }

    /// - Parameter parameters: of the URI to listen on.
    init(
        _ scheme: Scheme = .ws,
        _ parameters: [EndpointURI.Parameter] = [],
        authenticator: (any Authenticator)? = nil
    ) async throws {
        var uri = EndpointURI(scheme: scheme.rawValue, host: "127.0.0.1", port: 0, path: "/", parameters: parameters)
        if scheme == .wss {
            uri.parameters += [
                .init("certificate", TestCertificate.localhost.certificate),
                .init("key", TestCertificate.localhost.key),
            ]
        }
        loop = try EpollLoop()
        host = Host(on: loop)
        listener = try await WebSocketTransport(uri).listen(on: loop, authenticator: authenticator, acceptor: host)
    }

    /// A server of a transport that is made already, on a loop of the test's.
    init(_ transport: any Transport, on loop: EpollLoop, _ host: Host, authenticator: any Authenticator) async throws {
        (self.loop, self.host) = (loop, host)
        listener = try await transport.listen(on: loop, authenticator: authenticator, acceptor: host)
    }

    /// A URI to connect to it by.
    func uri(_ parameters: [EndpointURI.Parameter] = []) -> EndpointURI {
        var uri = listener.address
        uri.parameters = parameters
        if uri.scheme == "wss" { uri.parameters.append(.init("cacerts", TestCertificate.authority.certificate)) }
        return uri
    }

    /// A peer that is connected and has said nothing, but for what TLS demands.
    func rawPeer(_ scheme: Scheme = .ws) async throws -> RawPeer {
        let peer = RawPeer(on: loop)
        let trust = scheme == .wss ? TLSOptions.standard : nil
        try await peer.connect(to: listener.address, trust)
        return peer
    }

    /// A peer behind its handshake.
    func upgradedPeer(fields: String = "") async throws -> RawPeer {
        let peer = try await rawPeer()
        try await peer.send(Self.upgrade + fields + "\r\n")
        try await peer.skipHead()
        return peer
    }

    /// Whether a client of ours can connect, and gets a frame across both ways, as the `number`th that is admitted.
    func serves(clientNumber number: Int) async throws -> Bool {
        let frame = [UInt8](repeating: 7, count: 60)
        let client = Party(on: loop)
        try await client.connect(uri())
        let (server, _) = try await host.party(number)
        await client.send([frame])
        guard await server.frames(1) == [frame] else { return false }
        await server.send([frame])
        return await client.frames(1) == [frame]
    }

    /// A request to upgrade, but for the empty line at its end.
    static let upgrade = """
        GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        """
}

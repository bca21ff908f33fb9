import CLinux
import Frame
import HTTP
import Reactor
import Streams
import TLS
import WebSocket

@testable import Transports

/// A peer that puts any bytes on the wire, however wrong, and shows what comes back.
actor RawPeer {
    private let loop: EpollLoop
    private var stream: ByteStream?
    private var received: [UInt8] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(on loop: EpollLoop) { self.loop = loop }

    /// - Parameter options: those for TLS, if it is to be used.
    func connect(to address: EndpointURI, _ options: TLSOptions? = nil) async throws {
        let (host, port) = (address.host ?? "", address.port ?? 0)
        let socket = try await withCheckedThrowingContinuation { continuation in
            do {
                let addresses = try Resolver.addresses(of: host, port: port)
                ConnectionRace(to: addresses, peer: host, on: loop) { continuation.resume(with: $0) }
                    .start(within: .seconds(10))
            } catch {
                continuation.resume(throwing: error)
            }
        }
        let tls = try options.map { try TLSContext(client: $0).clientSession(host: host) }
        let stream = ByteStream(socket, tls: tls, egressLimit: 1_000_000, on: loop)
        try await stream.secure()
        self.stream = stream
    }

    func send(_ bytes: [UInt8]) async throws { try await stream?.write(bytes) }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// What has been received, once there are `count` bytes or the peer has ended the connection.
    func receive(_ count: Int = .max) async -> [UInt8] {
        while received.count < count, (try? await receiveMore()) == true {}
        defer { received.removeAll() }
        return received
    }

    func receiveText() async -> String { String(decoding: await receive(), as: UTF8.self) }

    /// Receives an HTTP head and forgets it.
    func skipHead() async throws {
        var parser = HeadParser<ResponseHead>()
        while try await receiveMore() {
            guard let (_, length) = try parser.parse(received.span.bytes) else { continue }
            received.removeFirst(length)
            return
        }
    }

    private func receiveMore() async throws -> Bool {
        var more: [UInt8] = []
        guard let stream, try await stream.read(into: &more) else { return false }
        received += more
        return true
    }

    /// Ends the connection without a word.
    func vanish() {
        stream?.socket.abort()
        stream = nil
    }
}

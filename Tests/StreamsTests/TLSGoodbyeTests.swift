import Conformance
import Frame
import Queueing
import TLS
import TLSSupport
import Testing

@testable import Streams

/// How a stream over TLS ends, as the client at its other end sees it.
@Suite struct TLSGoodbyeTests {
    private let client: TLSSession
    private let sockets: SocketPair
    private let stream: ByteStream

    init() throws {
        client = try TLSContext(client: .standard).clientSession(host: "localhost")
        let server = try TLSContext(server: TestCertificate.localhost.identity).serverSession(peer: "client")
        sockets = try SocketPair()
        stream = ByteStream(sockets.near, tls: server, egressLimit: 4_096, on: ManualLoop())
    }

    /// Carries to the stream what the client has to say.
    private func carry() {
        guard !client.output.isEmpty else { return }
        #expect(sockets.far.send(client.output.pending) == .bytes(client.output.count))
        client.output.removeAll()
    }

    private func shakeHands() async throws {
        for _ in 0..<10 {
            _ = try sockets.takeReceived().withUnsafeBytes { try client.handshake($0) }
            carry()
            let isSecured = try await stream.advanceHandshake()
            _ = try stream.flush()
            if isSecured { return }
        }
    }

    @Test("A stream that is secured says that it ends (close_notify, RFC 8446 §6.1)")
    func secured() async throws {
        try await shakeHands()
        #expect(stream.security?.hasPrefix("TLSv1.3") == true)
        stream.finishSending()
        var plaintext = [UInt8](repeating: 0, count: 65_536)
        let decrypted = try sockets.takeReceived().withUnsafeBytes { ciphertext in
            try plaintext.withUnsafeMutableBytes { try client.decrypt(ciphertext, into: $0) }
        }
        #expect(decrypted.isEnded && decrypted.count == 0)
        #expect(sockets.takeReceived().isEmpty)
    }

    @Test("A stream that is not secured yet ends without a word")
    func unsecured() {
        stream.finishSending()
        #expect(sockets.takeReceived().isEmpty)
    }
}

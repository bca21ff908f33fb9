import CLinux
import Conformance
import Frame
import Glibc
import TLSSupport
import TestSupport
import Testing

@testable import HTTP
@testable import Queueing
@testable import Streams
@testable import TLS
@testable import Transports

/// How a stream over TLS ends, as the client at its other end sees it.
@Suite struct TLSGoodbyeTests {
    private let client: TLSSession
    private let far: StreamSocket
    private let stream: ByteStream

    init() throws {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        try #require(socketpair(AF_UNIX, type, 0, &ends) == 0)
        client = try TLSContext(client: .standard).clientSession(host: "localhost")
        let server = try TLSContext(server: TestCertificate.localhost.identity).serverSession(peer: "client")
        far = StreamSocket(owning: ends[1])
        stream = ByteStream(StreamSocket(owning: ends[0]), tls: server, egressLimit: 4_096, on: ManualLoop())
    }

    private func received() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        guard case .bytes(let count) = bytes.withUnsafeMutableBytes({ far.receive(into: $0) }) else { return [] }
        return Array(bytes[..<count])
    }

    /// Carries to the stream what the client has to say.
    private func carry() {
        guard !client.output.isEmpty else { return }
        #expect(far.send(client.output.pending) == .bytes(client.output.count))
        client.output.removeAll()
    }

    private func shakeHands() async throws {
        for _ in 0..<10 {
            _ = try received().withUnsafeBytes { try client.handshake($0) }
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
        let decrypted = try received().withUnsafeBytes { ciphertext in
            try plaintext.withUnsafeMutableBytes { try client.decrypt(ciphertext, into: $0) }
        }
        #expect(decrypted.isEnded && decrypted.count == 0)
        #expect(received().isEmpty)
    }

    @Test("A stream that is not secured yet ends without a word")
    func unsecured() {
        stream.finishSending()
        #expect(received().isEmpty)
    }
}

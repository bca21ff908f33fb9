import COpenSSL
import Queueing
import Testing

@testable import TLS

@Suite final class TLSWireTests {
    private let context: OpaquePointer
    private let ssl: OpaquePointer
    private let wire: TLSWire
    private let bio: OpaquePointer

    init() throws {
        let wire = TLSWire(.ofServer)
        let context = try #require(SSL_CTX_new(TLS_method()))
        let ssl = try #require(SSL_new(context))
        let bio = try #require(wire.makeBIO(for: ssl))
        (self.wire, self.context, self.ssl, self.bio) = (wire, context, ssl, bio)
    }

    deinit {
        BIO_free(bio)
        SSL_free(ssl)
        SSL_CTX_free(context)
    }

    private func read(_ count: Int) -> CInt {
        var bytes = [UInt8](repeating: 0, count: count)
        return BIO_read(bio, &bytes, CInt(count))
    }

    private func offer(_ count: Int) {
        [UInt8](repeating: 7, count: count).withUnsafeBytes {
            wire.offer($0)
            wire.keepOffered()
        }
    }

    @Test("What is kept of ciphertext is 1 MiB at most", arguments: [(1_048_576, 1_048_576), (1_048_577, -1)])
    func kept(count: Int, taken: Int) {
        wire.endHandshake()
        offer(count)
        #expect(read(2_000_000) == taken)
        #expect(wire.readCount == max(0, taken))
    }

    @Test("The peer's part of a server's handshake has 256 KiB at most")
    func handshake() {
        offer(262_145)
        #expect(read(262_144) == 262_144 && wire.violation == nil)
        #expect(read(1) == -1 && wire.violation == .longHandshake(262_144))
        #expect(read(1) == -1)
    }

    @Test("What is read first was offered first, and nothing is asked for again")
    func order() {
        wire.endHandshake()
        #expect(read(5) == -1)
        [UInt8](1...3).withUnsafeBytes {
            wire.offer($0)
            wire.keepOffered()
        }
        [UInt8](4...6).withUnsafeBytes { offered in
            wire.offer(offered)
            var bytes = [UInt8](repeating: 0, count: 5)
            #expect(BIO_read(bio, &bytes, 5) == 3 && Array(bytes.prefix(3)) == [1, 2, 3])
            #expect(BIO_read(bio, &bytes, 2) == 2 && Array(bytes.prefix(2)) == [4, 5])
            wire.keepOffered()
        }
        #expect(read(5) == 1)
    }

    @Test("Output is 4 MiB at most, and is there as soon as it is written")
    func output() {
        let bytes = [UInt8](repeating: 7, count: 1_048_576)
        for _ in 0..<4 { #expect(BIO_write(bio, bytes, CInt(bytes.count)) == bytes.count) }
        #expect(BIO_write(bio, bytes, 1) == -1)
        #expect(wire.output.count == 4_194_304)
        #expect(BIO_ctrl(bio, BIO_CTRL_FLUSH, 0, nil) == 1)
        #expect(BIO_ctrl(bio, BIO_CTRL_PENDING, 0, nil) == 0)
    }
}

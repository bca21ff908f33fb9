import COpenSSL
import Frame
import Queueing
import TLSSupport
import Testing

@testable import TLS

/// TLS that decrypts to nothing, once the handshake is complete.
@Suite struct TLSNothingTests {
    private static let tooMany = TransportError.protocolViolation("TLS: more than 32 records without data")

    private func pair(_ role: RawTLSPeer.Role = .client, _ version: CInt = TLS1_3_VERSION) throws -> (
        peer: RawTLSPeer, session: TLSSession
    ) {
        let peer = try RawTLSPeer(role, upTo: version)
        let session = try role == .client ? TLSSession.server() : TLSSession.client()
        try peer.shakeHands(with: session)
        return (peer, session)
    }

    @Test func `a peer may have new keys some times, and goes on`() throws {
        let (client, server) = try pair()
        #expect(try server.decrypt(client.keyUpdates(32)).plaintext.isEmpty)
        #expect(try server.decrypt(client.data([1, 2, 3])).plaintext == [1, 2, 3])
    }

    @Test func `a peer that does nothing else is ended, be it in one go or in many`() throws {
        let (client, server) = try pair()
        #expect(throws: Self.tooMany) { try server.decrypt(client.keyUpdates(10_000)) }
        let (other, another) = try pair()
        #expect(throws: Self.tooMany) { for _ in 0..<100 { _ = try another.decrypt(other.keyUpdates(1)) } }
    }

    @Test func `a byte of data now and then does not help`() throws {
        let (client, server) = try pair()
        #expect(throws: Self.tooMany) {
            for _ in 0..<1000 { _ = try server.decrypt(client.keyUpdates(1) + client.data([7])) }
        }
    }

    @Test func `new keys after a lot of data may come for as long as that lasts`() throws {
        let (client, server) = try pair()
        for _ in 0..<100 {
            let data = try (0..<16).flatMap { _ in try client.data([7]) }
            #expect(try server.decrypt(data + client.keyUpdates(1)).plaintext.count == 16)
        }
    }

    @Test func `an attempt to renegotiate is refused, by TLS 1.2, and counts as a record without data`() throws {
        let (client, server) = try pair(.client, TLS1_2_VERSION)
        _ = try server.decrypt(client.data([7]))
        server.output.removeAll()
        let (plaintext, decrypted) = try server.decrypt(client.renegotiation())
        #expect(plaintext.isEmpty && decrypted.recordCount == 1)
        // An alert and no ServerHello.
        #expect(server.output.count < 60 && server.output.pending.first == 21)
    }

    @Test func `nor may a server give its clients tickets without end`() throws {
        let (server, client) = try pair(.server)
        _ = try client.decrypt(server.takeOutput() + server.data([7]))
        #expect(throws: Self.tooMany) { try client.decrypt(server.tickets(100)) }
    }

    @Test func `it is told how much was read, and in how many records, of which the last may be incomplete`() throws {
        let (client, server) = try pair()
        let bytes = try client.keyUpdates(2) + client.data([7, 7, 7]) + client.keyUpdates(1)
        var (byteCount, recordCount) = (0, 0)
        for byte in bytes {
            let decrypted = try server.decrypt([byte]).decrypted
            byteCount += decrypted.byteCount
            recordCount += decrypted.recordCount
        }
        #expect(byteCount == bytes.count)
        #expect(recordCount == 4)
    }

    @Test func `what is left for later is decrypted later`() throws {
        let (client, server) = try pair()
        let bytes = try (0..<100).flatMap { try client.data([UInt8($0)]) }
        var plaintext = [UInt8](repeating: 0, count: 65_536)
        var (received, rounds): ([UInt8], Int) = ([], 0)
        var decrypted = TLSSession.Decrypted(count: 0, isBehind: true)
        while decrypted.isBehind {
            let new = rounds == 0 ? bytes : []
            decrypted = try plaintext.withUnsafeMutableBytes { plaintext in
                try new.withUnsafeBytes { try server.decrypt($0, into: plaintext) { _ in true } }
            }
            received += plaintext.prefix(decrypted.count)
            rounds += 1
        }
        #expect(received == (0..<100).map { UInt8($0) })
        #expect(rounds == 7)
    }
}

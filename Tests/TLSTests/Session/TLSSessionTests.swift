import Frame
import Queueing
import TLSSupport
import Testing

@testable import TLS

/// Two sessions talk to each other in memory.
@Suite struct TLSSessionTests {
    private static let localhost = TestCertificate.localhost

    private struct Pair {
        let client: TLSSession
        let server: TLSSession

        init(
            trust: ServerTrust = .file(TestCertificate.authority.certificate),
            certificate: TestCertificate = TestCertificate.localhost,
            host: String = "localhost"
        ) throws {
            client = try TLSContext(client: .trusting(trust)).clientSession(host: host)
            server = try TLSContext(server: .init(certificate: certificate.certificate, key: certificate.key))
                .serverSession(
                    peer: "client")
        }

        /// Carries ciphertext to and fro, `step` bytes at a time, until both are done.
        func shakeHands(step: Int = .max) throws {
            var isDone = (client: false, server: false)
            for _ in 0..<10_000 where !(isDone.client && isDone.server) {
                isDone.client = try advance(client, with: server, step) || isDone.client
                isDone.server = try advance(server, with: client, step) || isDone.server
            }
        }

        private func advance(_ session: TLSSession, with peer: TLSSession, _ step: Int) throws -> Bool {
            let bytes = Array(peer.output.pending.prefix(step))
            peer.output.consume(bytes.count)
            return try bytes.withUnsafeBytes { try session.handshake($0) }
        }
    }

    private func decrypt(_ ciphertext: [UInt8], by session: TLSSession) throws -> (bytes: [UInt8], isEnded: Bool) {
        var plaintext = [UInt8](repeating: 0, count: ciphertext.count + 2 * TLSSession.recordSize)
        let decrypted = try plaintext.withUnsafeMutableBytes { plaintext in
            try ciphertext.withUnsafeBytes { try session.decrypt($0, into: plaintext) }
        }
        return (Array(plaintext.prefix(decrypted.count)), decrypted.isEnded)
    }

    private func takeOutput(of session: TLSSession) -> [UInt8] {
        defer { session.output.removeAll() }
        return Array(session.output.pending)
    }

    @Test(arguments: [1, 7, 1_000, .max]) func shakesHandsHoweverTheBytesAreCut(_ step: Int) throws {
        let pair = try Pair()
        try pair.shakeHands(step: step)
        #expect(pair.client.summary.hasPrefix("TLSv1.3 "))
    }

    @Test(arguments: [0, 1, 16_384, 16_385, 100_000]) func carriesPlaintextHoweverTheCiphertextIsCut(_ size: Int) throws
    {
        let pair = try Pair()
        try pair.shakeHands()
        let plaintext = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try plaintext.withUnsafeBytes { try pair.client.encrypt($0) }
        var received: [UInt8] = []
        var rest = takeOutput(of: pair.client)[...]
        while !rest.isEmpty {
            received += try decrypt(Array(rest.prefix(1_777)), by: pair.server).bytes
            rest = rest.dropFirst(1_777)
        }
        #expect(received == plaintext)
    }

    @Test func keepsPlaintextThatComesRightBehindTheHandshake() throws {
        let pair = try Pair()
        try pair.shakeHands()
        try [UInt8]("hello".utf8).withUnsafeBytes { try pair.server.encrypt($0) }
        #expect(try decrypt(takeOutput(of: pair.server), by: pair.client).bytes == Array("hello".utf8))
    }

    @Test("Plaintext that fills its room is complete, and the rest comes later")
    func room() throws {
        let dialogue = TLSDialogue(client: try .client(), server: try .server())
        try dialogue.shakeHands()
        for _ in 0..<3 { try [UInt8](repeating: 7, count: 100).withUnsafeBytes { try dialogue.client.encrypt($0) } }
        let bytes = Array(dialogue.client.output.pending)
        var counts: [Int] = []
        for (size, bytes) in [(100, bytes), (150, []), (150, []), (150, [])] {
            var plaintext = [UInt8](repeating: 0, count: size)
            let decrypted = try plaintext.withUnsafeMutableBytes { plaintext in
                try bytes.withUnsafeBytes { try dialogue.server.decrypt($0, into: plaintext) }
            }
            counts.append(decrypted.isBehind ? decrypted.count : -decrypted.count)
        }
        #expect(counts == [100, 150, -50, 0])
    }

    @Test func noticesThePeersGoodbye() throws {
        let pair = try Pair()
        try pair.shakeHands()
        pair.client.finishSending()
        #expect(try decrypt(takeOutput(of: pair.client), by: pair.server).isEnded)
    }

    @Test func refusesCiphertextThatWasTamperedWith() throws {
        let pair = try Pair()
        try pair.shakeHands()
        try [UInt8]("hello".utf8).withUnsafeBytes { try pair.client.encrypt($0) }
        var ciphertext = takeOutput(of: pair.client)
        ciphertext[ciphertext.count - 1] ^= 1
        #expect(throws: TransportError.self) { try decrypt(ciphertext, by: pair.server) }
    }

    @Test(arguments: ["localhost", "127.0.0.1", "::1"]) func acceptsEachNameInTheCertificate(_ host: String) throws {
        try Pair(host: host).shakeHands()
    }

    @Test(
        arguments: [
            ("wrong name", "other.example", TestCertificate.localhost, "it is not valid for other.example"),
            ("wrong address", "127.0.0.2", TestCertificate.localhost, "it is not valid for 127.0.0.2"),
            (
                "self-signed", "localhost", TestCertificate(names: "DNS:localhost"),
                "it is self-signed; trust it with --cacerts, or --insecure --pin"
            ),
            (
                "expired", "localhost",
                TestCertificate(names: "DNS:localhost", days: -3...(-2), signedBy: .authority),
                "it has expired"
            ),
            (
                "not yet valid", "localhost",
                TestCertificate(names: "DNS:localhost", days: 2...3, signedBy: .authority),
                "it is not valid yet, or the clock of this host is wrong"
            ),
            (
                "only in the common name (RFC 9525 §2)", "localhost",
                TestCertificate(commonName: "localhost", names: "DNS:other.example", signedBy: .authority),
                "it is not valid for localhost"
            ),
        ] as [(String, String, TestCertificate, String)])
    func refusesACertificate(_ case: String, _ host: String, _ certificate: TestCertificate, _ reason: String) throws {
        let pair = try Pair(certificate: certificate, host: host)
        #expect(throws: TransportError.refused("the certificate of '\(host)' is not trusted: \(reason)")) {
            try pair.shakeHands()
        }
    }

    @Test func refusesAnAuthorityThatTheSystemDoesNotKnow() throws {
        let pair = try Pair(trust: .system)
        #expect(throws: TransportError.self) { try pair.shakeHands() }
    }

    @Test func trustsAnybodyWhenTold() throws {
        try Pair(trust: .anybody, certificate: TestCertificate(names: "DNS:other.example")).shakeHands()
    }

    @Test func refusesAKeyThatBelongsToAnotherCertificate() {
        let other = TestCertificate(names: "DNS:localhost")
        let (certificate, key) = (Self.localhost.certificate, other.key)
        #expect(
            throws: TransportError.refused("the key in '\(key)' does not belong to the certificate in '\(certificate)'")
        ) {
            try TLSContext(server: .init(certificate: certificate, key: key))
        }
    }

    @Test(arguments: ["", ".localhost"]) func refusesANameThatOpenSSLWouldTakeForAnyName(_ host: String) throws {
        let context = try TLSContext(client: .trusting(.file(TestCertificate.authority.certificate)))
        #expect(throws: TransportError.refused("'\(host)' is not a name that a certificate can be for")) {
            try context.clientSession(host: host)
        }
    }

    @Test func refusesAnEncryptedKeyRatherThanAskForItsPassword() throws {
        let locked = TestCertificate(names: "DNS:localhost", password: "open sesame")
        let error = try #require(throws: TransportError.self) {
            try TLSContext(server: .init(certificate: locked.certificate, key: locked.key))
        }
        #expect("\(error)".hasPrefix("cannot read the key from '\(locked.key)': "))
    }

    @Test func namesTheFileThatCannotBeRead() throws {
        let missing = "/nonexistent/file.pem"
        let error = try #require(throws: TransportError.self) {
            try TLSContext(server: .init(certificate: missing, key: missing))
        }
        #expect("\(error)" == "cannot read the certificate from '\(missing)': No such file or directory")
        #expect(throws: TransportError.self) {
            try TLSContext(server: .init(certificate: Self.localhost.certificate, key: missing))
        }
        #expect(throws: TransportError.self) { try TLSContext(client: .trusting(.file(missing))) }
    }
}

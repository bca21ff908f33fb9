import COpenSSL
import Frame
import Queueing
import TLSSupport
import Testing

@testable import TLS

/// What a client may send before its handshake is complete.
@Suite struct HandshakeLimitTests {
    private static func error(_ violation: TLSViolation) -> TransportError { .protocolViolation("TLS: \(violation)") }

    private func advance(_ session: TLSSession, _ bytes: [UInt8]) throws -> Bool {
        try bytes.withUnsafeBytes { try session.handshake($0) }
    }

    private static func record(_ body: [UInt8]) -> [UInt8] {
        [22, 3, 1, UInt8(body.count >> 8), UInt8(body.count & 0xff)] + body
    }

    @Test func `a ClientHello that claims too much is refused at its first bytes, before it takes memory`() throws {
        let server = try TLSSession.server()
        #expect(throws: Self.error(.longHello(16_384))) {
            try advance(server, Self.record([1, 1, 0xff, 0xb8]))
        }
        // 16,384 is not too much.
        #expect(try !advance(TLSSession.server(), Self.record([1, 0, 0x40, 0])))
    }

    @Test func `neither may a second ClientHello claim too much, which a HelloRetryRequest asks for`() throws {
        let server = try TLSSession.server()
        let client = try RawTLSPeer(.client, groups: "P-521:P-256")
        client.receive([])
        #expect(try !advance(server, client.takeOutput()))
        #expect(server.output.count < 200, "no HelloRetryRequest, but a ServerHello and all that follows it")
        #expect(throws: Self.error(.longHello(16_384))) {
            try advance(server, [20, 3, 3, 0, 1, 1] + Self.record([1, 1, 0xff, 0xb8]))
        }
    }

    @Test func `a handshake that is drawn out over tiny records has an end`() throws {
        let server = try TLSSession.server()
        // 16,000 bytes are not too long for a ClientHello, but 96,000 are for a handshake.
        #expect(throws: Self.error(.longHandshake(49_152))) {
            for byte in [1, 0, 0x3e, 0x80, 3, 3] + [UInt8](repeating: 0, count: 16_000) {
                _ = try advance(server, Self.record([byte]))
            }
        }
    }

    @Test(arguments: [(false, 49_152), (true, 49_152 + 65_536)])
    func `a client that is asked for certificates may send more, but not any length`(_ isAsked: Bool, _ length: Int) {
        var limit = HandshakeLimit.ofClient(showsCertificate: isAsked)
        let record = Self.record([UInt8](repeating: 0, count: 1019))
        for count in stride(from: 0, to: length, by: record.count) {
            let violation = record.withUnsafeBytes { limit.violation(by: $0) { false } }
            #expect(violation == nil, "\(count)")
        }
        #expect([22].withUnsafeBytes { limit.violation(by: $0) { false } } == .longHandshake(length))
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `handshakes in the usual way are not disturbed`(_ version: CInt) throws {
        // By TLS 1.2 the first bytes of what is encrypted are chance.
        for _ in 0..<20 { try RawTLSPeer(.client, upTo: version).shakeHands(with: .server()) }
        for _ in 0..<20 { try RawTLSPeer(.server, upTo: version).shakeHands(with: .client()) }
    }

    @Test func `what comes behind the handshake in the same bytes does not count`() throws {
        let server = try TLSSession.server()
        let client = try RawTLSPeer(.client)
        try client.shakeHands(with: server)
        let bytes = try (0..<10).flatMap { _ in try client.data([UInt8](repeating: 7, count: 16_384)) }
        #expect(try server.decrypt(bytes).plaintext.count == 163_840)
    }
}

import Queueing
package import TLS

extension TLSOptions {
    /// Options of a client that trusts somebody, and has no other wishes.
    package static func trusting(_ trust: ServerTrust) -> TLSOptions {
        var options = TLSOptions()
        options.trust = trust
        return options
    }

    /// Options of a client that trusts the authority of the tests.
    package static var standard: TLSOptions { trusting(.file(TestCertificate.authority.certificate)) }
}

extension TestCertificate {
    /// The files, as a server is told of them.
    package var identity: TLSOptions.Identity { TLSOptions.Identity(certificate: certificate, key: key) }
}

/// A client and a server that talk to each other in memory.
package struct TLSDialogue {
    package let client: TLSSession
    package let server: TLSSession

    package init(client: TLSSession, server: TLSSession) { (self.client, self.server) = (client, server) }

    /// Carries ciphertext to and fro until both have shaken hands, and the client has read what the server sent behind that.
    package func shakeHands() throws {
        var isDone = (client: false, server: false)
        for _ in 0..<20 where !(isDone.client && isDone.server) {
            isDone.client = try Self.advance(client, with: server) || isDone.client
            isDone.server = try Self.advance(server, with: client) || isDone.server
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        try buffer.withUnsafeMutableBytes { _ = try client.decrypt(server.output.pending, into: $0) }
        server.output.removeAll()
    }

    private static func advance(_ one: TLSSession, with other: TLSSession) throws -> Bool {
        defer { other.output.removeAll() }
        return try one.handshake(other.output.pending)
    }
}

import COpenSSL
import TLSSupport
import Testing

@testable import Queueing
@testable import TLS

/// How many tickets a server sends by itself, of what OpenSSL says of its context (SSL_CTX_get_num_tickets(3)).
@Suite struct TicketCountTests {
    private func count(_ prepare: (OpaquePointer) -> Void) throws -> Int {
        let context = try #require(SSL_CTX_new(TLS_server_method()))
        defer { SSL_CTX_free(context) }
        prepare(context)
        return SSL_CTX_get_num_tickets(context)
    }

    @Test("One is sent, as a connection that is lost is made again once")
    func one() throws { #expect(try count(TLSContext.giveTickets) == 1) }

    @Test("None is sent where clients show certificates")
    func none() throws { #expect(try count(TLSContext.keepNoSessions) == 0) }
}

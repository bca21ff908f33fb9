import COpenSSL
import TLSSupport
import Testing

@testable import TLS

@Suite struct TicketStoreTests {
    private func key(_ host: String, _ options: TLSOptions = TLSOptions()) -> TicketStore.Key {
        TicketStore.Key(options: options, host: host, port: 443)
    }

    private func ticket() throws -> TLSTicket { TLSTicket(owning: try #require(SSL_SESSION_new())) }

    @Test("A ticket is used once, for the server and by the trust that it came by")
    func once() throws {
        let store = TicketStore()
        store.put(try ticket(), for: key("a", .trusting(.anybody)))
        #expect(store.take(for: key("a")) == nil)
        #expect(store.take(for: key("b", .trusting(.anybody))) == nil)
        #expect(store.take(for: key("a", .trusting(.anybody))) != nil)
        #expect(store.take(for: key("a", .trusting(.anybody))) == nil)
    }

    @Test("There is an end to what it keeps")
    func bound() throws {
        let store = TicketStore()
        for number in 0..<200 { store.put(try ticket(), for: key("\(number)")) }
        #expect((0..<200).count { store.take(for: key("\($0)")) != nil } == 64)
    }

    @Test("A newer ticket of a server takes the place of its older one")
    func renewal() throws {
        let store = TicketStore()
        for number in 0..<64 { store.put(try ticket(), for: key("\(number)")) }
        store.put(try ticket(), for: key("7"))
        #expect((0..<64).allSatisfy { store.take(for: key("\($0)")) != nil })
    }
}

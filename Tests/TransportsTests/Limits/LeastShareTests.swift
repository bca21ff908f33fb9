import Frame
import Linux
import TLSSupport
import TestSupport
import Testing

@testable import HTTP
@testable import Queueing
@testable import Streams
@testable import TLS
@testable import Transports

@Suite struct LeastShareTests {
    @Test("Where its share comes to nothing a host has one seat, unless told otherwise")
    func one() {
        var seats = FairSeats(10, shares: .init(host: 1, subnet: 50, site: 50))
        let isSeated = [1, 1, 2].map { seats.take(.site($0)) }
        #expect(isSeated == [true, false, true])
    }

    @Test("Clients that a proxy does not name are counted where it is itself")
    func unnamed() throws {
        for text in ["192.0.2.1", "2001:db8::1"] {
            let proxy = SocketAddress(try #require(IPAddress(text)), port: 80).makePeerAddress()
            #expect(NestedNetworks(of: proxy.ofUnnamedClient.host) == NestedNetworks(of: proxy.host))
        }
    }
}

import Frame
import Testing

@Suite struct PeerTests {
    private func address(_ bytes: [UInt8], zone: UInt32 = 0, shownAs text: String = "") throws -> PeerAddress {
        PeerAddress(host: .address(try #require(IPAddress(bytes: bytes)), zone: zone), description: text)
    }

    private static let neighbours: [[UInt8]] = [
        [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
    ]

    @Test func `neighbours in one network are two peers, however they are shown`() throws {
        let peers = try Self.neighbours.map { Peer(address: try address($0, shownAs: "2001:db8::"), principal: nil) }
        #expect(peers[0].identity != peers[1].identity)
    }

    @Test func `one host is one peer, whatever its ports are`() throws {
        let one = Peer(address: try address([192, 0, 2, 1], shownAs: "192.0.2.1:1000"), principal: nil)
        let other = Peer(address: try address([192, 0, 2, 1], shownAs: "192.0.2.1:2000"), principal: nil)
        #expect(one.identity == other.identity)
        #expect(one != other)
    }

    @Test func `one link-local address at two interfaces is two hosts (RFC 4007 §6)`() throws {
        let bytes: [UInt8] = [0xfe, 0x80] + [UInt8](repeating: 0, count: 13) + [1]
        #expect(try address(bytes, zone: 2).host != address(bytes, zone: 3).host)
    }

    @Test func `an address is in no zone unless it is said`() throws {
        let address = try #require(IPAddress(bytes: [192, 0, 2, 1]))
        #expect(PeerAddress.Host.address(address) == .address(address, zone: 0))
    }

    @Test func `connections without an address are all different peers`() {
        let hosts = Set((0..<1_000).map { _ in PeerAddress.unnamed(shownAs: "unix:").host })
        #expect(hosts.count == 1_000)
        #expect(PeerAddress.unnamed(shownAs: "unix:").description == "unix:")
    }

    @Test func `a client that a proxy does not name is a different one each time, and shown as the proxy`() throws {
        let proxy = try address([192, 0, 2, 1], shownAs: "192.0.2.1:1000")
        let clients = [proxy.ofUnnamedClient, proxy.ofUnnamedClient]
        #expect(clients[0].host != clients[1].host && clients[0].host != proxy.host)
        #expect(clients.allSatisfy { $0.description == "192.0.2.1:1000" })
        let local = PeerAddress.unnamed(shownAs: "unix:")
        #expect(local.ofUnnamedClient == local)
    }

    @Test func `a principal is one peer from wherever it comes, and is no host`() throws {
        let here = try address([192, 0, 2, 1])
        let one = Peer(address: here, principal: Principal("ann"))
        let other = Peer(address: .unnamed(shownAs: "unix:"), principal: Principal("ann"))
        #expect(one.identity == other.identity)
        #expect(one.identity != Peer(address: here, principal: nil).identity)
        #expect(one.identity != Peer(address: here, principal: Principal("bob")).identity)
    }
}

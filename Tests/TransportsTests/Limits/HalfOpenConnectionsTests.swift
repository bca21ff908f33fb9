import Frame
import Glibc
import Streams
import Testing

@testable import Transports

@Suite struct HalfOpenConnectionsTests {
    private let connections = HalfOpenConnections()
    private let socket: StreamSocket

    init() throws { socket = try StreamSocket(family: AF_UNIX) }

    private func enter(_ count: Int, _ host: (Int) -> PeerAddress.Host?) -> [HalfOpenConnections.Place] {
        (0..<count).map { connections.enter(socket, from: host($0)) }
    }

    @Test("A host has an eighth of 1,024 places")
    func host() {
        let places = enter(129) { _ in "192.0.2.1" }
        #expect(places.map { $0.leave() } == [false] + Array(repeating: true, count: 128))
    }

    @Test("There are 1,024 places")
    func places() {
        let places = enter(1_025) { PeerAddress.Host(stringLiteral: "10.\($0 >> 8).\($0 & 0xff).1") }
        #expect(places.count { $0.leave() } == 1_024)
    }

    @Test("One that has left has left")
    func leaving() {
        let place = enter(1) { _ in nil }[0]
        place.setHalfOpen(false)
        place.setHalfOpen(true)
        #expect(place.leave())
        #expect(!place.leave())
    }

    @Test("What is let go of takes no place, nor does what waits for a decision")
    func room() {
        do { _ = enter(128) { _ in "192.0.2.1" } }
        let waiting = enter(1) { _ in "192.0.2.1" }[0]
        waiting.setHalfOpen(false)
        let places = enter(128) { _ in "192.0.2.1" }
        #expect(places.allSatisfy { $0.leave() } && waiting.leave())
    }

    @Test("What a proxy has named counts for whom it named")
    func named() {
        let first = enter(1) { _ in nil }[0]
        first.name("192.0.2.1")
        let others = enter(128) { _ in "192.0.2.1" }
        #expect(!first.leave())
        #expect(others.allSatisfy { $0.leave() })
    }
}

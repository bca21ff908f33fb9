import Frame
import Glibc
import Streams
import Testing

@testable import Transports

@Suite struct HalfOpenConnectionsTests {
    private let connections = HalfOpenConnections()
    private let socket: StreamSocket

    init() throws { socket = try StreamSocket(family: AF_UNIX) }

    private func enter(_ count: Int, _ host: (Int) -> PeerAddress.Host?) -> [Int] {
        (0..<count).map { connections.enter(socket, from: host($0)) }
    }

    @Test("A host has an eighth of 1,024 places")
    func host() {
        let numbers = enter(129) { _ in "192.0.2.1" }
        #expect(numbers.map { connections.leave($0) } == [false] + Array(repeating: true, count: 128))
    }

    @Test("There are 1,024 places")
    func places() {
        let numbers = enter(1_025) { PeerAddress.Host(stringLiteral: "10.\($0 >> 8).\($0 & 0xff).1") }
        #expect(numbers.count { connections.leave($0) } == 1_024)
    }

    @Test("One that has left has left")
    func leaving() {
        let number = enter(1) { _ in nil }[0]
        connections.waits(number, forDecision: true)
        connections.waits(number, forDecision: false)
        #expect(connections.leave(number))
        #expect(!connections.leave(number))
    }
}

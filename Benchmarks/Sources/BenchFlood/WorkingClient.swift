/// A client that has shaken hands, and pings.
struct WorkingClient {
    private let socket: LoopbackSocket

    private static let request = """
        GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
        """

    init(port: UInt16) {
        socket = LoopbackSocket(to: port)
        socket.send(Array(Self.request.utf8))
        precondition(socket.receive(512).starts(with: "HTTP/1.1 101 ".utf8), "the server refuses")
    }

    /// How long each of `count` pings took to be answered.
    func roundTrips(_ count: Int) -> [Duration] {
        let clock = ContinuousClock()
        return (0..<count).map { _ in
            clock.measure {
                socket.send([0x89, 0x80, 1, 2, 3, 4])
                precondition(socket.receive(2) == [0x8a, 0], "the server did not answer")
            }
        }
    }
}

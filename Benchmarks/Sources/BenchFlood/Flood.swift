import Glibc
import Synchronization

/// Peers that connect, begin a request, and only wait.
final class Flood: Sendable {
    private let port: UInt16
    private let perSecond: Int
    private let most: Int
    private let isOver = Atomic(false)
    private let arrivals = Atomic(0)

    /// Those that are kept open.
    private static let pool = 4_000

    init(port: UInt16, perSecond: Int, atMost most: Int) {
        (self.port, self.perSecond, self.most) = (port, perSecond, most)
    }

    /// How many have come.
    var count: Int { arrivals.load(ordering: .relaxed) }

    func stop() { isOver.store(true, ordering: .relaxed) }

    /// Blocks until it is stopped, or has had enough.
    func run() {
        var open: [CInt] = []
        while !isOver.load(ordering: .relaxed), count < most {
            for _ in 0..<(perSecond / 100) {
                let peer = LoopbackSocket(to: port, from: .random(in: 2...0xff_fffe))
                peer.send(Array("GET / HTTP/1.1\r\nHost: ".utf8))
                open.append(peer.descriptor)
                arrivals.add(1, ordering: .relaxed)
            }
            while open.count > Self.pool { close(open.removeFirst()) }
            usleep(10_000)
        }
        for descriptor in open { close(descriptor) }
    }
}

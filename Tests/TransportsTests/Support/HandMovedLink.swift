import CLinux
import Conformance
import Frame
import Glibc
import Testing
import WebSocket

@testable import Transports

/// A server's or a client's link on a loop that a test moves by hand, and the far end of its socket.
final class HandMovedLink {
    /// Notes what the link tells its owner.
    final class Receiver: FrameReceiver {
        var sizes: [Int] = []
        var drops: [DropReason] = []
        var overhead = 0
        var overheadBytes = 0
        var reason: (any Error)?
        var isOver = false

        func received(_ frame: RawSpan, _ offload: Offload) { sizes.append(frame.byteCount) }
        func dropped(_ reason: DropReason) { drops.append(reason) }
        func carriedOverhead(_ count: Int, byteCount: Int) {
            overhead += count
            overheadBytes += byteCount
        }
        func drained() {}
        func closed(_ reason: (any Error)?) { (isOver, self.reason) = (true, reason) }
    }

    let loop: ManualLoop
    let receiver = Receiver()
    let near: CInt
    let far: CInt
    let link: WebSocketLink

    /// - Parameter tls: a session whose handshake is complete.
    init(
        _ role: Role,
        compression: Compression? = nil,
        tls: TLSSession? = nil,
        scratchCount: Int = 4 * FrameSize.leastScratch
    ) throws {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        try #require(socketpair(AF_UNIX, type, 0, &ends) == 0)
        (near, far) = (ends[0], ends[1])
        loop = ManualLoop(scratchCount: scratchCount)
        let stream = ByteStream(
            StreamSocket(owning: near), tls: tls, egressLimit: WebSocketLink.egressLimit, on: loop)
        link = WebSocketLink(
            role: role, limits: Limits(), compression: compression,
            liveness: Liveness(interval: .seconds(60), patience: .seconds(120)), name: "test", over: stream,
            queueingIn: QueueMemory(), early: [])
        link.start(receiver)
    }

    /// Frames lost to tell a sender to send less.
    var congestionCount: Int { receiver.drops.count { $0 == .congested } }

    /// Closes both ends.
    func end() {
        link.close()
        loop.advance(by: .seconds(2))
        close(far)
    }
}

import CLinux
import Conformance
import Frame
import Glibc
import Queueing
import Streams
import TLS
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
        /// How often it was told of overhead.
        var overheadReports = 0
        var reason: (any Error)?
        var isOver = false

        func received(_ frame: RawSpan, _ offload: Offload) { sizes.append(frame.byteCount) }
        func dropped(_ reason: DropReason) { drops.append(reason) }
        func carriedOverhead(_ count: Int, byteCount: Int) {
            overheadReports += 1
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
        scratchCount: Int = 4 * FrameSize.leastScratch,
        memory: QueueMemory = QueueMemory()
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
            queueingIn: memory, early: [])
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

    /// Fills the socket, so that it takes nothing more until the far end is read.
    func fillSocket() {
        let bytes = [UInt8](repeating: 0, count: 65_536)
        while write(near, bytes, bytes.count) > 0 {}
        while write(near, bytes, 1) > 0 {}
    }

    /// How many bytes are at the far end, which are read.
    func takeReceived() -> Int {
        var (bytes, total) = ([UInt8](repeating: 0, count: 1 << 20), 0)
        while case let count = read(far, &bytes, bytes.count), count > 0 { total += count }
        return total
    }

    /// Sends frames that are messages of so many bytes, each, without a mask.
    ///
    /// - Returns: how many were taken.
    func send(_ count: Int, messagesOf size: Int) -> Int {
        let frame = [UInt8](repeating: 2, count: size - (size < 128 ? 2 : size < 65_540 ? 4 : 10))
        return (0..<count).count { _ in link.send(frame.span.bytes) }
    }

    /// Has frames wait as they do when the socket is full.
    func beginWaiting() {
        link.isWaitingToWrite = true
        link.updateInterest()
    }
}

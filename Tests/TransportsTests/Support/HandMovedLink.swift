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
    let stream: ByteStream
    let memory: QueueMemory
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
        self.memory = memory
        stream = ByteStream(
            StreamSocket(owning: near), tls: tls, egressLimit: Outbound.egressLimit, on: loop)
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
    ///
    /// - Returns: how many bytes that took.
    @discardableResult
    func fillSocket() -> Int {
        let bytes = [UInt8](repeating: 0, count: 65_536)
        var total = 0
        for size in [bytes.count, 1] {
            while case let count = write(near, bytes, size), count > 0 { total += count }
        }
        return total
    }

    /// How many bytes are at the far end, which are read.
    @discardableResult
    func takeReceived(atMost limit: Int = .max) -> Int {
        var (bytes, total) = ([UInt8](repeating: 0, count: 1 << 20), 0)
        while total < limit, case let count = read(far, &bytes, min(limit - total, bytes.count)), count > 0 {
            total += count
        }
        return total
    }

    /// Sends frames that are messages of so many bytes, each, without a mask.
    ///
    /// - Returns: how many were taken.
    func send(_ count: Int, messagesOf size: Int) -> Int {
        let frame = [UInt8](repeating: 2, count: size - (size < 128 ? 2 : size < 65_540 ? 4 : 10))
        return (0..<count).count { _ in link.send(frame.span.bytes) }
    }

    /// Fills the socket, and has the link find out by a ping, of ten bytes, so that frames wait.
    ///
    /// - Returns: how many bytes are in the socket.
    @discardableResult
    func beginWaiting() -> Int {
        let count = fillSocket()
        link.ping {}
        return count
    }

    /// The far end breaks the connection.
    func breakOff() {
        close(far)
        loop.makeReady(near, for: .read)
    }
}

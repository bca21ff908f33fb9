import CLinux
import Frame
import Glibc
import Linux
import Reactor
import Testing
import Transports

@testable import etherws

/// The whole way to a server on this host, and what is said of it.
@Suite struct ServerCheckTests {
    private let loop: EpollLoop
    private let shown = Notes<String>()

    init() throws { loop = try EpollLoop() }

    @Test("A server that answers is shown with all that was sent, and that arrives")
    func answering() async throws {
        let network = Network(on: loop, sends: 61)
        #expect(try await check(network, CheckLimits()) == .success)
        #expect(
            lines.suffix(3) == [
                "frame ok a frame of 60 bytes sent, a ping behind answered",
                "largest ok 43 frames of 1518 bytes sent, a ping behind answered",
                "network ok a frame of 61 bytes, type 0x88b5",
            ])
        #expect(network.sizes.all == [60] + [Int](repeating: 1_518, count: 43))
        #expect(lines.map { $0.prefix { $0 != " " } } == ["server", "DNS", "TCP", "proxy", "TLS", "HTTP"] + Self.last)
    }

    private static let last: [Substring] = ["login", "frame", "largest", "network"]

    @Test(
        "There are 64 KiB of frames at most, but one at least",
        arguments: [
            (1_006, "64 frames of 1024 bytes"), (1_622, "39 frames of 1640 bytes"), (65_517, "a frame of 65535 bytes"),
            (65_535, "a frame of 65553 bytes"),
        ])
    func burst(mtu: Int, frames: String) async throws {
        let limits = CheckLimits(mtu: mtu, listening: .zero)
        #expect(try await check(Network(on: loop), limits) == .success)
        #expect(lines.suffix(2).first == "largest ok \(frames) sent, a ping behind answered")
        #expect(lines.last == "network ? no frame yet, as in a network that is quiet")
    }

    @Test("A server that ends the connection fails the check")
    func leaving() async throws {
        #expect(try await check(Network(on: loop, leaves: true), CheckLimits(listening: .seconds(600))) == .unreachable)
        #expect(lines.contains { $0.contains(" failed ") })
    }

    @Test("A check does not last longer than its time")
    func silent() async throws {
        let door = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(door) }
        try #require(Glibc.listen(door, 5) == 0)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutableBytes(of: &address) {
            getsockname(door, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        try #require(named == 0)
        let uri = "ws://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/"
        let status = await CheckPlan.carryOut(try checks(uri, CheckLimits(total: .zero)))
        await loop.stop(grace: .zero)
        #expect(status == .unreachable)
        #expect(lines.contains { $0.contains("this step had not ended when the time was over, 0 s") })
    }

    @Test("A check that was interrupted before does not begin")
    func interrupted() async throws {
        let checks = try checks("ws://127.0.0.1:1/", CheckLimits())
        for check in checks { check.interrupt(SIGTERM) }
        #expect(await CheckPlan.carryOut(checks) == .signal(SIGTERM))
        #expect(lines.isEmpty)
        await loop.stop(grace: .zero)
    }

    @Test("Who answers no pings at all may carry frames, but who answers the first must answer the second")
    func pings() async throws {
        for answers in [0, 1, 2] {
            let limits = CheckLimits(listening: .zero, answer: .zero, burst: .zero)
            let check = try #require(try checks("ws://127.0.0.1:1/", limits).first)
            let result = await Self.outcome(of: check, answers)
            let reason = "no answer to a ping behind frames of 1518 bytes"
            #expect(result == (answers == 1 ? TransportError.unreachable(reason) : nil))
        }
        await loop.stop(grace: .zero)
    }

    private static func outcome(of check: ServerCheck, _ answers: Int) async -> TransportError? {
        do { try await check.exchange(over: QuietLink(answering: answers)) } catch { return error as? TransportError }
        return nil
    }

    private func check(_ network: Network, _ limits: CheckLimits) async throws -> etherws.ExitStatus {
        let uri = try EndpointURI("ws://127.0.0.1:0/")
        let listener = try await WebSocketTransport(uri).listen(on: loop, authenticator: nil, acceptor: network)
        let status = await CheckPlan.carryOut(try checks("\(listener.address)", limits))
        await listener.close()
        await network.close()
        await loop.stop(grace: .zero)
        return status
    }

    private func checks(_ uri: String, _ limits: CheckLimits) throws -> [ServerCheck] {
        let server = CheckedServer(uri: try EndpointURI(uri), name: "server")
        return try CheckPlan(servers: [server], limits: limits).checks(on: loop) { [shown] line in
            shown.add(line)
        }
    }

    /// What was shown, without times and columns.
    private var lines: [String] {
        shown.all.map { line in
            line.replacing(#/ [0-9.]+ m?s  /#, with: " ").split(separator: " ").joined(separator: " ")
        }
    }
}

/// A network behind a server: it counts what arrives, and sends a frame or leaves.
private actor Network: Acceptor {
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    nonisolated let sizes = Notes<Int>()
    private let loop: any EventLoop
    private let byteCount: Int?
    private let leaves: Bool
    private var link: (any Link)?

    init(on loop: any EventLoop, sends byteCount: Int? = nil, leaves: Bool = false) {
        (self.loop, self.byteCount, self.leaves) = (loop, byteCount, leaves)
    }

    func accepted(_ link: sending any Link, from peer: Peer) async {
        link.start(Counter(sizes))
        if let byteCount { _ = link.send(CheckFrame().bytes(byteCount).span.bytes) }
        link.flush()
        if leaves { link.close() }
        self.link = link
    }

    func close() { link?.close() }
}

/// What was noted, in its order.
private final class Notes<Note: Sendable>: Sendable {
    private let notes = Locked<[Note]>([])

    var all: [Note] { notes.withLock { $0 } }
    func add(_ note: Note) { notes.withLock { $0.append(note) } }
}

private final class Counter: FrameReceiver {
    private let sizes: Notes<Int>

    init(_ sizes: Notes<Int>) { self.sizes = sizes }

    func received(_ frame: RawSpan, _ offload: Offload) { sizes.add(frame.byteCount) }
    func dropped(_ reason: DropReason) {}
    func drained() {}
    func closed(_ reason: (any Error)?) {}
}

/// A link to nowhere, by which a number of pings are answered.
private final class QuietLink: EchoingLink {
    let name = "quiet"
    private var answers: Int

    init(answering answers: Int) { self.answers = answers }

    func start(_ receiver: any FrameReceiver) {}
    func send(_ frame: RawSpan, _ offload: Offload) -> Bool { true }
    func flush() {}
    func probe() {}
    func pauseReceiving(for duration: Duration) {}
    func close() {}

    func ping(whenAnswered answered: @escaping () -> Void) {
        if answers > 0 { answered() }
        answers -= 1
    }
}

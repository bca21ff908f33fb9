import CLinux
import Frame
import Glibc
import Queueing
import Reactor
import TLS
import TLSSupport
import TestSupport
import Testing

@testable import Streams

/// Streams over one end of a pair of sockets, the other end of which is the test's.
@Suite struct ByteStreamTests {
    private let loop: EpollLoop
    private let far: StreamSocket
    private let near: StreamSocket

    init() throws {
        loop = try EpollLoop()
        var ends: [CInt] = [-1, -1]
        try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        far = StreamSocket(owning: ends[0])
        near = StreamSocket(owning: ends[1])
        // Not even the test's end blocks: the tests share few threads.
        for socket in [near, far] { _ = fcntl(socket.descriptor, F_SETFL, O_NONBLOCK) }
        far.set(SO_SNDBUF, 1 << 20, level: SOL_SOCKET)
    }

    /// Opens a stream and reads from it, on the loop.
    private actor Reader {
        private let loop: EpollLoop
        private let stream: ByteStream

        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(_ socket: StreamSocket, tls: TLSContext?, on loop: EpollLoop) throws {
            self.loop = loop
            stream = ByteStream(socket, tls: try tls?.serverSession(peer: "test"), egressLimit: 4096, on: loop)
        }

        func secure() async throws { try await stream.secure() }

        func read() async throws -> [UInt8] {
            var bytes: [UInt8] = []
            _ = try await stream.read(into: &bytes)
            return bytes
        }

        /// Whether nothing is received behind so many bytes that are kept.
        func isRefused(behind kept: Int) -> Bool {
            if case .failed(.protocolViolation) = stream.receive(behind: kept) { true } else { false }
        }

        /// Sends bytes that stand elsewhere, while others are queued.
        func send(_ bytes: [UInt8], behind queued: [UInt8]) throws {
            _ = queued.withUnsafeBytes { stream.egress.append($0) }
            _ = try bytes.withUnsafeBytes { try stream.send($0) }
        }

        private var turns = 0

        /// - Returns: how many others have had a turn while this read a few times.
        func turnsWhileReading(_ count: Int) async throws -> Int {
            for _ in 0..<count {
                letOthersWork()
                _ = try await read()
            }
            return turns
        }

        /// - Returns: whether others have had a turn meanwhile.
        func sharesWhileLingering() async -> Bool {
            let before = turns
            letOthersWork()
            await stream.linger()
            return turns > before
        }

        private func letOthersWork() { loop.execute { self.assumeIsolated { $0.turns += 1 } } }
    }

    private static let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    /// The sizes of the pieces in which ``body`` is read.
    private func piecesOfBody(_ reader: Reader) async throws -> [Int] {
        var (received, sizes): ([UInt8], [Int]) = ([], [])
        while received.count < Self.body.count {
            let piece = try await reader.read()
            try #require(!piece.isEmpty)
            received += piece
            sizes.append(piece.count)
        }
        #expect(received == Self.body)
        return sizes
    }

    @Test func takesSmallPiecesUntilItIsOpen() async throws {
        #expect(Self.body.withUnsafeBytes { far.send($0) } == .bytes(Self.body.count))
        let sizes = try await piecesOfBody(try Reader(near, tls: nil, on: loop))
        #expect(sizes.allSatisfy { $0 <= ByteStream.openingBatch })
    }

    @Test func takesSmallPiecesAlsoOfWhatComesTogetherWithTheEndOfTheTLSHandshake() async throws {
        let certificate = TestCertificate.localhost
        let context = try TLSContext(server: .init(certificate: certificate.certificate, key: certificate.key))
        let reader = try Reader(near, tls: context, on: loop)
        async let secured: Void = reader.secure()
        let client = try TLSContext(client: .trusting(.file(TestCertificate.authority.certificate))).clientSession(
            host: "localhost")
        try await shakeHands(client)
        try Self.body.withUnsafeBytes { try client.encrypt($0) }
        #expect(far.send(client.output.pending) == .bytes(client.output.count))
        try await secured
        // What was kept of the first piece comes with the second.
        let sizes = try await piecesOfBody(reader)
        #expect(sizes.allSatisfy { $0 <= 2 * ByteStream.openingBatch })
    }

    @Test func aPeerThatSendsFasterThanItReadsDoesNotOccupyTheLoop() async throws {
        #expect(Self.body.withUnsafeBytes { far.send($0) } == .bytes(Self.body.count))
        let reader = try Reader(near, tls: nil, on: loop)
        // What was scheduled before the first read may have to wait for the second.
        #expect(try await reader.turnsWhileReading(5) >= 4)
        far.finishSending()
        #expect(await reader.sharesWhileLingering())
    }

    @Test("Nothing is received behind so many bytes that plaintext might find no room", arguments: [0, 1])
    func leavesRoomForPlaintext(excess: Int) async throws {
        let reader = try Reader(near, tls: nil, on: loop)
        let most = loop.scratch.count / 2 - 3 * 16_384
        #expect(await reader.isRefused(behind: most + excess) == (excess > 0))
        #expect(await reader.isRefused(behind: -1))
    }

    @Test func sendsWhatStandsElsewhereBehindWhatIsQueued() async throws {
        let reader = try Reader(near, tls: nil, on: loop)
        try await reader.send([1, 2], behind: [3])
        #expect(try await eventually { received() } == [3, 1, 2])
    }

    /// Goes on until the client's last flight is ready, and leaves it unsent.
    private func shakeHands(_ client: TLSSession) async throws {
        var flight: [UInt8] = []
        while try !flight.withUnsafeBytes({ try client.handshake($0) }) {
            _ = far.send(client.output.pending)
            client.output.removeAll()
            flight = try await eventually { received() }
        }
    }

    /// What has come to the test's end, if anything has.
    private func received() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        guard case .bytes(let count) = bytes.withUnsafeMutableBytes({ far.receive(into: $0) }) else { return nil }
        return Array(bytes.prefix(count))
    }
}

import CLinux
import Conformance
import Frame
import Glibc
import TLS
import TLSSupport
import Testing

@testable import Streams

/// How much is received over TLS at once, on a loop that a test moves by hand.
@Suite struct TLSReceivingTests {
    private let loop = ManualLoop(scratchCount: 256 * 1_024)
    private let client: RawTLSPeer
    private let sockets: SocketPair
    private let stream: ByteStream

    init() throws {
        client = try RawTLSPeer(.client)
        let server = try TLSSession.server()
        try client.shakeHands(with: server)
        sockets = try SocketPair()
        sockets.far.set(SO_SNDBUF, 1 << 20, level: SOL_SOCKET)
        stream = ByteStream(sockets.near, tls: server, egressLimit: 4_096, on: loop)
    }

    private func send(_ records: [UInt8]) {
        #expect(records.withUnsafeBytes { sockets.far.send($0) } == .bytes(records.count))
    }

    private var pendingCount: Int {
        var count: CInt = 0
        #expect(ioctl(sockets.near.descriptor, UInt(FIONREAD), &count) == 0)
        return Int(count)
    }

    @Test func `before there is a link all that has come is decrypted, however long that takes`() throws {
        loop.letHandlersTake(.seconds(1))
        send(try (0..<40).flatMap { _ in try client.data([7]) })
        guard case .bytes(40) = stream.receive(behind: 0, atMost: ByteStream.openingBatch) else {
            Issue.record("something was left")
            return
        }
        #expect(!stream.isBehind)
    }

    @Test(arguments: [0, 1_000])
    func `room for two records is left free, beside what is kept, in half the scratch memory`(kept: Int) throws {
        let records = try (0..<8).flatMap { _ in try client.data([UInt8](repeating: 7, count: 16_384)) }
        send(records)
        guard case .bytes = stream.receive(behind: kept) else {
            Issue.record("nothing was received")
            return
        }
        #expect(pendingCount == records.count - (131_072 - kept - 32_768))
    }
}

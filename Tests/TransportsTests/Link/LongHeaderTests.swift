import Frame
import TLSSupport
import TestSupport
import Testing
import WebSocket

@testable import HTTP
@testable import Queueing
@testable import Streams
@testable import TLS
@testable import Transports

@Suite struct LongHeaderTests {
    /// TCP over IPv6 behind so many bytes of extension headers.
    private func superFrame(extensions: Int) -> (bytes: [UInt8], offload: Offload) {
        let ethernet: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x86, 0xdd]
        let ipv6: [UInt8] = [0x60, 0, 0, 0, 0xff, 0xff, 0, 64] + [UInt8](repeating: 1, count: 32)
        let tcp: [UInt8] = [0, 80, 0, 81, 0, 0, 0, 1, 0, 0, 0, 9, 0x50, 0x10, 1, 0, 0, 0, 0, 0]
        let bytes =
            ethernet + ipv6 + [UInt8](repeating: 0, count: extensions) + tcp + [UInt8](repeating: 7, count: 3_000)
        let offload = Offload(
            segmentation: .tcp6, needsChecksum: true, headerLength: UInt16(74 + extensions), segmentSize: 1_000,
            checksumStart: UInt16(54 + extensions), checksumOffset: 16)
        return (bytes, offload)
    }

    @Test("Headers have 256 bytes at most", arguments: [(256, true), (257, false)], [Role.client, .server])
    func longest(header: (length: Int, isTaken: Bool), role: Role) throws {
        let bench = try HandMovedLink(role)
        let (bytes, offload) = superFrame(extensions: header.length - 74)
        #expect(bench.link.send(bytes.span.bytes, offload) == header.isTaken)
        bench.end()
    }
}

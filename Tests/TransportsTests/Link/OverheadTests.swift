import Conformance
import Frame
import Glibc
import Testing
import WebSocket

@testable import Transports

/// What a peer sends that is no frame.
@Suite struct OverheadTests {
    private let bench: HandMovedLink

    init() throws { bench = try HandMovedLink(.client) }

    private func receive(_ bytes: [UInt8]) {
        #expect(write(bench.far, bytes, bytes.count) == bytes.count)
        bench.loop.makeReady(bench.near, for: .read)
    }

    @Test(
        "each is counted: control frames, fragments, text and messages too short for a frame",
        arguments: [
            ([0x89, 0], 1), ([0x8a, 0], 1), ([0x02, 1, 7, 0x00, 1, 7, 0x80, 14] + [UInt8](repeating: 7, count: 14), 2),
            ([0x81, 1, 0x61], 1), ([0x82, 0], 1),
        ] as [([UInt8], Int)])
    func counts(_ bytes: [UInt8], _ count: Int) {
        receive((0..<10).flatMap { _ in bytes })
        #expect(bench.receiver.overhead == 10 * count)
        bench.end()
    }

    @Test func framesAreNone() {
        receive([0x82, 14] + [UInt8](repeating: 7, count: 14))
        #expect(bench.receiver.sizes == [14])
        #expect(bench.receiver.overhead == 0)
        #expect(bench.receiver.overheadReports == 0)
        bench.end()
    }

    @Test("A message of less than 14 bytes is no frame", arguments: [(13, [.runt]), (14, [])] as [(Int, [DropReason])])
    func runts(size: Int, drops: [DropReason]) {
        receive([0x82, UInt8(size)] + [UInt8](repeating: 7, count: size))
        #expect(bench.receiver.drops == drops)
        #expect(bench.receiver.sizes == (drops.isEmpty ? [size] : []))
        bench.end()
    }
}

import Frame
import Testing

@testable import Devices

@Suite struct VirtioHeaderTests {
    private func read(_ bytes: [UInt8]) -> Offload? { bytes.withUnsafeBytes { VirtioHeader.read($0) } }

    @Test func readsAnOrdinaryFrame() {
        #expect(read([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) == Offload.none)
        #expect(read([2, 0, 9, 9, 9, 9, 9, 9, 9, 9]) == Offload.none)
    }

    @Test("reads what the kernel writes, in the host's byte order")
    func readsASuperFrame() {
        #expect(
            read([1, 0x81, 66, 0, 0xa8, 5, 34, 0, 16, 0])
                == Offload(
                    segmentation: .tcp4, hasECN: true, needsChecksum: true, headerLength: 66, segmentSize: 1_448,
                    checksumStart: 34, checksumOffset: 16))
    }

    @Test func writesWhatItReads() {
        for segmentation in [Offload.Segmentation.tcp4, .tcp6, .udp] {
            let offload = Offload(
                segmentation: segmentation, hasECN: segmentation == .tcp6, needsChecksum: true, headerLength: 54,
                segmentSize: 1_234, checksumStart: 34, checksumOffset: 6)
            var bytes = [UInt8](repeating: 0xff, count: VirtioHeader.length)
            bytes.withUnsafeMutableBytes { VirtioHeader.write(offload, to: $0) }
            #expect(read(bytes) == offload)
        }
    }

    private func write(_ offload: Offload) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xff, count: 12)
        bytes.withUnsafeMutableBytes { VirtioHeader.write(offload, to: $0) }
        return bytes
    }

    @Test func hasEachFieldInItsPlace() {
        #expect(write(.none) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])
        #expect(write(Offload(needsChecksum: true))[..<2] == [1, 0])
        #expect(write(Offload(isChecksumValid: true))[..<2] == [2, 0])
        #expect(write(Offload(segmentation: .udp, hasECN: true))[..<2] == [0, 0x85])
        let offload = Offload(
            segmentation: .tcp6, needsChecksum: true, isChecksumValid: true, headerLength: 0x0201, segmentSize: 0x0403,
            checksumStart: 0x0605, checksumOffset: 0x0807)
        #expect(write(offload) == [3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 0xff, 0xff])
        #expect(read(write(offload)) == offload)
        #expect(read([1, 0, 0, 0, 0, 0, 14, 0, 2, 0])?.isChecksumValid == false)
        #expect(read([0, 1, 0, 0, 0, 0, 14, 0, 2, 0])?.needsChecksum == false)
    }

    @Test func refusesWhatIsNotAHeader() {
        for count in 0..<VirtioHeader.length { #expect(read([UInt8](repeating: 0, count: count)) == nil) }
        // VIRTIO_NET_HDR_GSO_UDP, which means fragments, and nobody has asked for it.
        #expect(read([1, 3, 0, 0, 0, 0, 0, 0, 0, 0]) == nil)
    }
}

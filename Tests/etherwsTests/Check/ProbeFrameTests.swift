import Frame
import Testing

@testable import etherws

@Suite struct ProbeFrameTests {
    @Test("It goes from a station that nobody has to that station, by the type for experiments")
    func header() throws {
        for _ in 0..<100 {
            let probe = ProbeFrame()
            let bytes = probe.bytes(60)
            let header = try EthernetHeader(parsing: bytes.span.bytes)
            #expect(bytes.count == 60)
            #expect(header.source == probe.address && header.destination == probe.address)
            #expect(header.etherType == EtherType(rawValue: 0x88b5))
            #expect(!probe.address.isMulticast && probe.address.rawValue >> 40 & 0x02 == 0x02)
        }
    }
}

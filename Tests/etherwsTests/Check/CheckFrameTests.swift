import Frame
import Testing

@testable import etherws

@Suite struct CheckFrameTests {
    @Test("It goes from a station that nobody has to that station, by the type for experiments")
    func header() throws {
        var (ever, always) = (UInt64.min, UInt64.max)
        for _ in 0..<200 {
            let probe = CheckFrame()
            ever |= probe.address.rawValue
            always &= probe.address.rawValue
            let bytes = probe.bytes(60)
            let header = try EthernetHeader(parsing: bytes.span.bytes)
            #expect(bytes.count == 60 && bytes[14...].allSatisfy { $0 == 0 })
            #expect(header.source == probe.address && header.destination == probe.address)
            #expect(header.etherType == EtherType(rawValue: 0x88b5))
            #expect(!probe.address.isMulticast && probe.address.rawValue >> 40 & 0x02 == 0x02)
        }
        #expect(ever == 0xfeff_ffff_ffff && always == 0x0200_0000_0000)
    }
}

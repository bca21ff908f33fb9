import Frame
import Testing

@Suite struct EthernetHeaderTests {
    static let addresses: [UInt8] = [0x02, 0x00, 0x5e, 0x10, 0x00, 0x01, 0x06, 0x11, 0x22, 0x33, 0x44, 0x55]
    static let plain: [UInt8] = addresses + [0x08, 0x00, 0x45, 0x00]
    static let tagged: [UInt8] = addresses + [0x81, 0x00, 0xb1, 0x23, 0x86, 0xdd, 0x60]
    static let destination = MACAddress("02:00:5e:10:00:01")
    static let source = MACAddress("06:11:22:33:44:55")

    private func header(_ bytes: some Collection<UInt8>) throws -> EthernetHeader {
        try EthernetHeader(parsing: Array(bytes).span.bytes)
    }

    @Test func `an untagged header is read`() throws {
        let header = try header(Self.plain)
        #expect(header.destination == Self.destination)
        #expect(header.source == Self.source)
        #expect(header.tag == nil)
        #expect(header.vlan == 0)
        #expect(header.etherType == .ipv4)
    }

    @Test func `an 802.1Q header is read`() throws {
        let header = try header(Self.tagged)
        #expect(header.destination == Self.destination)
        #expect(header.source == Self.source)
        #expect(header.tag == VLANTag(identifier: 0x123, priority: 5, isDropEligible: true))
        #expect(header.vlan == 0x123)
        #expect(header.etherType == .ipv6)
    }

    @Test func `of two tags the outer one is read, and the inner one is the type`() throws {
        let header = try header(Self.addresses + [0x88, 0xa8, 0x00, 0x64, 0x81, 0x00, 0x00, 0xc8, 0x08, 0x06])
        #expect(header.vlan == 100)
        #expect(header.etherType == .customerTag)
    }

    @Test(arguments: 0..<14)
    func `every prefix of an untagged header is too short`(byteCount: Int) {
        #expect(throws: FrameError.truncated(byteCount: byteCount)) { try header(Self.plain.prefix(byteCount)) }
    }

    @Test(arguments: 0..<18)
    func `every prefix of a tagged header is too short`(byteCount: Int) {
        #expect(throws: FrameError.truncated(byteCount: byteCount)) { try header(Self.tagged.prefix(byteCount)) }
    }

    @Test func `a bare header is long enough`() throws {
        #expect(try header(Self.plain.prefix(14)).etherType == .ipv4)
        #expect(try header(Self.tagged.prefix(18)).etherType == .ipv6)
    }

    @Test func `an IEEE 802.3 length is read as it stands`() throws {
        #expect(try header(Self.addresses + [0x00, 0x26]).etherType.rawValue == 38)
    }

    @Test func `a header is read at any alignment`() throws {
        for offset in 0..<8 {
            let bytes = [UInt8](repeating: 0xee, count: offset) + Self.tagged
            let header = try EthernetHeader(parsing: bytes.span.bytes.extracting(droppingFirst: offset))
            #expect(header.source == Self.source)
            #expect(header.vlan == 0x123)
        }
    }

    @Test func `a header outlives the frame it was read from`() throws {
        func read() throws -> EthernetHeader { try header(Self.plain) }
        #expect(
            try read()
                == EthernetHeader(
                    destination: try #require(Self.destination), source: try #require(Self.source), etherType: .ipv4))
    }

    @Test(
        arguments: [
            (VLANTag(identifier: 0xfff, priority: 7, isDropEligible: true), 0xffff), (VLANTag(identifier: 1), 1),
            (VLANTag(identifier: 0, priority: 6), 0xc000), (VLANTag(identifier: 0xf123), 0x123),
            (VLANTag(identifier: 0, priority: 9), 0x2000), (VLANTag(identifier: 0, isDropEligible: true), 0x1000),
        ] as [(VLANTag, UInt16)])
    func `IEEE 802.1Q §9.6: a tag is three bits, one, and twelve`(tag: VLANTag, rawValue: UInt16) {
        #expect(tag.rawValue == rawValue)
        #expect(VLANTag(identifier: tag.identifier, priority: tag.priority, isDropEligible: tag.isDropEligible) == tag)
    }

    @Test func `types print as the registry writes them`() {
        #expect(EtherType.ipv4.description == "0x0800")
        #expect(EtherType.serviceTag.description == "0x88a8")
        #expect(EtherType(rawValue: 0).description == "0x0000")
        #expect(
            [EtherType.arp, .ipv6, .customerTag, .formerServiceTag].map(\.description)
                == ["0x0806", "0x86dd", "0x8100", "0x9100"])
        #expect(
            [EtherType.ipv4, .arp, .ipv6].map(\.isTag) == [false, false, false])
        #expect([EtherType.customerTag, .serviceTag, .formerServiceTag].map(\.isTag) == [true, true, true])
    }

    @Test func `the error is a sentence`() {
        #expect(
            FrameError.truncated(byteCount: 3).description == "a frame of 3 bytes is too short for its Ethernet header")
    }
}

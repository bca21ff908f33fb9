import Frame
import Testing

@testable import Offloading

/// Which frames are TCP and UDP packets, to the last byte.
@Suite struct PacketLayoutTests {
    private static let builders = [
        PacketBuilder(), PacketBuilder(isIPv6: true), PacketBuilder(isUDP: true),
        PacketBuilder(isIPv6: true, isUDP: true),
    ]

    private func layout(_ frame: [UInt8]) -> PacketLayout? { frame.withUnsafeBytes { PacketLayout(parsing: $0) } }

    /// A frame with one byte or two in place of others.
    private func changed(_ builder: PacketBuilder, at offset: Int, to bytes: [UInt8]) -> [UInt8] {
        var frame = builder.frame
        frame.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        return frame
    }

    @Test(arguments: builders, [0, 1, 100])
    func findsEachHeader(_ builder: PacketBuilder, payload: Int) throws {
        var builder = builder
        builder.options = []
        builder.payload = [UInt8](repeating: 7, count: payload)
        let layout = try #require(self.layout(builder.frame))
        #expect(layout.network == 14)
        #expect(layout.transport == (builder.isIPv6 ? 54 : 34))
        #expect(layout.payload == layout.transport + (builder.isUDP ? 8 : 20))
        #expect(layout.end == layout.payload + payload)
        #expect((layout.isIPv6, layout.isUDP) == (builder.isIPv6, builder.isUDP))
        #expect(layout.checksum == layout.transport + (builder.isUDP ? 6 : 16))
    }

    @Test(arguments: builders)
    func knowsNoFrameThatIsCutShort(_ builder: PacketBuilder) {
        for payload in [0, 1] {
            var builder = builder
            builder.payload = [UInt8](repeating: 7, count: payload)
            let frame = builder.frame
            for count in 0..<frame.count { #expect(layout(Array(frame.prefix(count))) == nil, "\(count) bytes") }
        }
    }

    /// A packet whose own length is right, and too short for the header of its protocol.
    @Test(arguments: builders)
    func knowsNoPacketWithoutAWholeHeader(_ builder: PacketBuilder) {
        var builder = builder
        builder.options = []
        let whole = builder.frame
        for count in builder.transportOffset..<whole.count {
            var frame = Array(whole.prefix(count))
            let length = count - (builder.isIPv6 ? 54 : 14)
            frame.replaceSubrange((builder.isIPv6 ? 18..<20 : 16..<18), with: big(UInt16(length)))
            #expect(layout(frame) == nil, "\(count) bytes")
        }
    }

    @Test(arguments: builders)
    func leavesPaddingOut(_ builder: PacketBuilder) {
        var builder = builder
        builder.payload = [1]
        let end = builder.frame.count
        builder.padding = 3
        #expect(layout(builder.frame)?.end == end)
    }

    /// The packet's own length, and UDP's, are right or it is none.
    @Test(arguments: builders, [-1, 1])
    func knowsNoPacketWithAWrongLength(_ builder: PacketBuilder, by difference: Int) {
        var builder = builder
        // Where there is padding, one byte more is still within the frame.
        (builder.payload, builder.padding) = ([1, 2, 3], difference > 0 ? 0 : 4)
        let length = builder.frame.count - builder.padding - 14
        let frame =
            builder.isIPv6
            ? changed(builder, at: 18, to: big(UInt16(length - 40 + difference)))
            : changed(builder, at: 16, to: big(UInt16(length + difference)))
        #expect((layout(frame) == nil) == (builder.isUDP || difference > 0))
        guard builder.isUDP else { return }
        let place = builder.transportOffset + 4
        #expect(layout(changed(builder, at: place, to: big(UInt16(11 + difference)))) == nil)
    }

    /// A datagram is at least as long as its header, whatever it says of itself.
    @Test(arguments: [false, true])
    func knowsNoDatagramThatIsShorterThanItsHeader(isIPv6: Bool) {
        let builder = PacketBuilder(isIPv6: isIPv6, isUDP: true)
        for length in 0...8 as ClosedRange<UInt16> {
            var frame = builder.frame
            let place = isIPv6 ? 18 : 16
            frame.replaceSubrange(place..<place + 2, with: big(isIPv6 ? length : 20 + length))
            frame.replaceSubrange(builder.transportOffset + 4..<builder.transportOffset + 6, with: big(length))
            #expect((layout(frame) != nil) == (length == 8))
        }
    }

    @Test func knowsNoOtherVersionAndNoOptions() {
        let v4 = PacketBuilder()
        for byte in 0...UInt8.max where byte != 0x45 { #expect(layout(changed(v4, at: 14, to: [byte])) == nil) }
        let v6 = PacketBuilder(isIPv6: true)
        for nibble in 0..<16 as Range<UInt8> {
            #expect((layout(changed(v6, at: 14, to: [nibble << 4 | 5])) != nil) == (nibble == 6))
        }
    }

    @Test func knowsNoFragment() {
        for bit in 0..<16 {
            #expect((layout(PacketBuilder(fragment: 1 << UInt16(bit)).frame) != nil) == (bit == 14))
        }
    }

    @Test(arguments: builders)
    func knowsNoOtherProtocol(_ builder: PacketBuilder) {
        for number in 0...UInt8.max where number != 6 && number != 17 {
            #expect(layout(changed(builder, at: builder.isIPv6 ? 20 : 23, to: [number])) == nil)
        }
    }

    /// Of a data offset of less than five words, or more than there are.
    @Test(arguments: [false, true])
    func knowsNoTCPHeaderOfAnImpossibleLength(isIPv6: Bool) {
        let builder = PacketBuilder(isIPv6: isIPv6, options: [1, 1, 1, 1], payload: [1, 2, 3])
        for words in 0..<16 as Range<UInt8> {
            let found = layout(changed(builder, at: builder.transportOffset + 12, to: [words << 4]))
            // Three bytes of payload are too few for another word.
            #expect(found.map { $0.payload - $0.transport } == (words == 5 || words == 6 ? Int(words) * 4 : nil))
        }
        let exact = PacketBuilder(isIPv6: isIPv6, options: [], payload: [1, 2, 3, 4])
        #expect(layout(changed(exact, at: exact.transportOffset + 12, to: [6 << 4])) != nil)
    }
}

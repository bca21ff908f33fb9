import Frame
import Testing

@testable import Offloading

/// What is joined, to the last byte, and what is not.
@Suite struct JoinerEdgeTests {
    private func run(_ builder: PacketBuilder, sizes: [Int]) -> [[UInt8]] {
        var next = builder
        return sizes.map { size in
            next.payload = [UInt8](repeating: 5, count: size)
            defer {
                next.sequence &+= UInt32(size)
                next.identification &+= 1
            }
            return next.frame
        }
    }

    private static let builders = [
        PacketBuilder(), PacketBuilder(isIPv6: true), PacketBuilder(isUDP: true),
        PacketBuilder(isIPv6: true, isUDP: true),
    ]

    private func number(_ frame: [UInt8], at offset: Int) -> Int { Int(frame[offset]) << 8 | Int(frame[offset + 1]) }

    @Test(arguments: builders)
    func aSuperFrameSaysHowLongItIs(_ builder: PacketBuilder) throws {
        let frame = try #require(join(run(builder, sizes: [1_000, 1_000, 500])).first).frame
        #expect(frame.count == builder.headerLength + 2_500)
        #expect(number(frame, at: builder.isIPv6 ? 18 : 16) == frame.count - (builder.isIPv6 ? 54 : 14))
        let length = frame.count - builder.transportOffset
        if builder.isUDP { #expect(number(frame, at: builder.transportOffset + 4) == length) }
        let addresses = Array(frame[(builder.isIPv6 ? 22 : 26)..<builder.transportOffset])
        let sum = ~checksum(addresses + [0, builder.isUDP ? 17 : 6] + big(UInt16(length)))
        #expect(number(frame, at: builder.transportOffset + (builder.isUDP ? 6 : 16)) == Int(sum))
    }

    @Test func sixtyFourDatagramsAreOneSuperFrameAtMost() {
        let written = join(run(PacketBuilder(isUDP: true), sizes: Array(repeating: 10, count: 150)))
        #expect(written.map(\.frame.count) == [42 + 640, 42 + 640, 42 + 220])
    }

    @Test(arguments: [(32_741, 1), (32_742, 2)])
    func aSuperFrameIsAsLongAsTheLongestPacketAtMost(last: Int, count: Int) {
        // A header of 66 bytes, and 65,549 bytes in all.
        let written = join(run(PacketBuilder(), sizes: [32_742, last]))
        #expect(written.count == count)
        #expect(written[0].frame.count == (count == 1 ? 65_549 : 66 + 32_742))
    }

    @Test(arguments: [65_548, 65_549, 65_550])
    func aFrameLongerThanASuperFrameIsNotHeld(byteCount: Int) {
        let builder = PacketBuilder(isIPv6: true)
        let frame = run(builder, sizes: [byteCount - builder.headerLength])[0]
        let joiner = Joiner(headroom: 0, joinsUDP: true)
        #expect(frame.withUnsafeBytes { joiner.take($0) { _, _ in } } == (byteCount <= 65_549))
    }

    /// A segment of the flow of `builder` whose checksum is `wanted`, or that of its IPv4 header.
    private func pair(_ builder: PacketBuilder, checksum wanted: UInt16, ofHeader isHeader: Bool) -> [[UInt8]] {
        var frames = run(builder, sizes: [100, 100])
        let (free, place) =
            isHeader ? (18, 24) : (frames[1].count - 2, builder.transportOffset + (builder.isUDP ? 6 : 16))
        if isHeader { frames = run(PacketBuilder(identification: 0), sizes: [100, 100]) }
        for index in frames.indices where !isHeader || index == 1 {
            let (word, sum) = (number(frames[index], at: free), number(frames[index], at: place))
            let changed = UInt16((word + sum + 0xffff - Int(wanted)) % 0xffff)
            frames[index].replaceSubrange(free..<free + 2, with: big(changed))
            frames[index].replaceSubrange(place..<place + 2, with: big(wanted))
        }
        guard isHeader else { return frames }
        // The first one has the number before.
        let former = UInt16(truncatingIfNeeded: number(frames[1], at: 18) - 1)
        return [run(PacketBuilder(identification: former), sizes: [100])[0], frames[1]]
    }

    @Test(arguments: [(0, false), (1, true), (2, true), (0xfffe, true), (0xffff, true)] as [(UInt16, Bool)])
    func aDatagramWithoutAChecksumIsNotJoined(checksum: UInt16, isJoined: Bool) throws {
        for isIPv6 in [false, true] {
            let frames = pair(PacketBuilder(isIPv6: isIPv6, isUDP: true), checksum: checksum, ofHeader: false)
            #expect(join(frames).count == (isJoined ? 1 : 2))
            #expect(try cut(join(frames)) == frames)
        }
    }

    @Test(arguments: [(0, true), (1, true), (0xfffe, true), (0xffff, false)] as [(UInt16, Bool)])
    func aSegmentWithTheOtherZeroForAChecksumIsNotJoined(checksum: UInt16, isJoined: Bool) throws {
        for isIPv6 in [false, true] {
            let frames = pair(PacketBuilder(isIPv6: isIPv6), checksum: checksum, ofHeader: false)
            #expect(join(frames).count == (isJoined ? 1 : 2))
            #expect(try cut(join(frames)) == frames)
        }
        let frames = pair(PacketBuilder(), checksum: checksum, ofHeader: true)
        #expect(try cut(join(frames)) == frames || !isJoined)
        #expect(join(frames).count == (isJoined ? 1 : 2))
    }

    @Test(arguments: [0x01, 0x02, 0x04, 0x20, 0x40, 0x80] as [UInt8])
    func segmentsWithFlagsOfTheirOwnAreNotJoined(flag: UInt8) {
        #expect(join(run(PacketBuilder(flags: 0x10 | flag), sizes: [100, 100])).count == 2)
    }

    @Test func segmentsWithoutAnAcknowledgementAreNotJoined() {
        #expect(join(run(PacketBuilder(flags: 0), sizes: [100, 100])).count == 2)
        #expect(join(run(PacketBuilder(flags: 0x08), sizes: [100, 100])).count == 2)
    }

    @Test(arguments: [1, 2, 4, 8] as [UInt8])
    func segmentsWithReservedBitsAreNotJoined(bit: UInt8) {
        #expect(join(run(PacketBuilder(reserved: bit), sizes: [100, 100])).count == 2)
    }

    /// Changes to the second segment after which it does not continue the first.
    private static let differences: [@Sendable (inout PacketBuilder) -> Void] = [
        { $0.acknowledgement &+= 0x0100_0000 }, { $0.acknowledgement &+= 1 }, { $0.window &+= 0x100 },
        { $0.window &+= 1 }, { $0.urgent = 0x100 }, { $0.urgent = 1 }, { $0.options[11] = 0 }, { $0.timeToLive -= 1 },
        { $0.sequence &+= 0x0100_0000 }, { $0.typeOfService = 0x10 }, { $0.typeOfService = 0x01 },
    ]

    @Test(arguments: differences.indices, [false, true])
    func nothingIsJoinedThatDiffersInAByte(_ index: Int, isIPv6: Bool) throws {
        let frames = run(PacketBuilder(isIPv6: isIPv6), sizes: [100, 100, 100])
        var second = PacketBuilder(isIPv6: isIPv6, sequence: 0xffff_f000 &+ 100, identification: 0xffff)
        second.payload = [UInt8](repeating: 5, count: 100)
        #expect(second.frame == frames[1])
        Self.differences[index](&second)
        let sent = [frames[0], second.frame, frames[2]]
        #expect(try cut(join(sent)) == sent)
        #expect(join(sent).first?.offload == Offload.none)
    }

    /// The flow label is no part of what names a flow, nor may it change.
    @Test(arguments: [15, 16, 17])
    func nothingIsJoinedWithAnotherFlowLabel(byte: Int) throws {
        var frames = run(PacketBuilder(isIPv6: true), sizes: [100, 100])
        frames[1][byte] ^= 1
        #expect(join(frames).count == 2)
    }

    /// Each byte of the addresses and ports names a flow: what has another one is held beside.
    @Test(arguments: builders)
    func flowsThatDifferInAByteAreHeldSideBySide(_ builder: PacketBuilder) throws {
        typealias Change = (inout PacketBuilder) -> Void
        let ofEthernet: [Change] = (0..<12).map { byte in { $0.otherEthernetByte = byte } }
        let ofAddresses: [Change] = (0..<(builder.isIPv6 ? 32 : 8)).map { byte in { $0.otherAddressByte = byte } }
        let ofPorts: [Change] = [
            { $0.sourcePort ^= 1 }, { $0.sourcePort ^= 0x100 }, { $0.destinationPort ^= 1 },
            { $0.destinationPort ^= 0x100 },
        ]
        let changes = ofEthernet + ofAddresses + ofPorts
        for (index, change) in changes.enumerated() {
            var other = builder
            change(&other)
            let (one, two) = (run(builder, sizes: [100, 100]), run(other, sizes: [100, 100]))
            let written = join([one[0], two[0], one[1], two[1]])
            #expect(written.count == 2, "change \(index)")
            #expect(try cut(written) == one + two)
        }
    }

    private func key(_ builder: PacketBuilder) throws -> UInt64 {
        try builder.frame.withUnsafeBytes { try #require(Segment($0)).flowKey }
    }

    @Test(arguments: [false, true])
    func aFlowsNumberTellsTheProtocolAndThePorts(isIPv6: Bool) throws {
        let builder = PacketBuilder(isIPv6: isIPv6)
        var others = [builder, builder, builder]
        others[0].isUDP = true
        others[1].sourcePort ^= 0x100
        others[2].destinationPort ^= 1
        let keys = try (others + [builder]).map { try key($0) }
        #expect(Set(keys).count == 4)
        let addresses = try (0..<8).map { byte in
            var other = builder
            other.otherAddressByte = (isIPv6 ? 24 : 0) + byte
            return try key(other)
        }
        #expect(Set(addresses + [try key(builder)]).count == 9)
    }

    @Test func flowsOfTwoProtocolsWithOneAddressAreHeldSideBySide() throws {
        let (tcp, udp) = (run(PacketBuilder(), sizes: [100, 100]), run(PacketBuilder(isUDP: true), sizes: [100, 100]))
        let written = join([tcp[0], udp[0], tcp[1], udp[1]])
        #expect(written.map(\.offload.segmentation) == [.tcp4, .udp])
    }

    private func interleaved(_ count: Int) -> [[UInt8]] {
        let flows = (0..<count).map { run(PacketBuilder(sourcePort: UInt16(100 + $0)), sizes: [100, 100]) }
        return flows.map { $0[0] } + flows.map { $0[1] }
    }

    @Test func eightFlowsAreJoinedSideBySideUnlessToldOtherwise() {
        #expect(join(interleaved(8)).count == 8)
        #expect(join(interleaved(9)).count > 9)
    }

    @Test func oneFlowCanBeHeldAlone() {
        let joiner = Joiner(flows: 1, headroom: 10, joinsUDP: true)
        #expect(join(run(PacketBuilder(), sizes: [100, 100]), by: joiner).count == 1)
    }

    @Test func flowsMakeWayInTurn() {
        let joiner = Joiner(flows: 3, headroom: 10, joinsUDP: true)
        let frames = (0..<6).map { run(PacketBuilder(sourcePort: UInt16(100 + $0)), sizes: [100])[0] }
        let written = join(frames, by: joiner).map(\.frame)
        #expect(written == [1, 2, 0, 5, 3, 4].map { frames[$0] })
    }

    /// A packet without payload is of no flow that it could disturb.
    @Test func anEmptyDatagramEndsNoOtherFlow() {
        let frames = run(PacketBuilder(), sizes: [100, 100])
        let empty = PacketBuilder(isUDP: true).frame
        #expect(join([frames[0], empty, frames[1]]).count == 2)
    }
}

import Frame
import TestSupport
import Testing

@testable import Offloading

@Suite struct JoinerTests {
    private func join(_ frames: [[UInt8]], flows: Int = 8, joinsUDP: Bool = true) -> [Written] {
        OffloadingTests.join(frames, by: Joiner(flows: flows, headroom: 10, joinsUDP: joinsUDP))
    }

    /// A run of segments of a flow, as a sender would emit them.
    private func run(_ builder: PacketBuilder, sizes: [Int]) -> [[UInt8]] {
        var next = builder
        return sizes.enumerated().map { index, size in
            next.payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &+ index &* 3) }
            defer {
                next.sequence &+= UInt32(size)
                next.identification &+= 1
            }
            return next.frame
        }
    }

    @Test(arguments: [
        PacketBuilder(), PacketBuilder(isIPv6: true), PacketBuilder(isUDP: true),
        PacketBuilder(isIPv6: true, isUDP: true),
    ])
    func joinsARunIntoOneSuperFrame(_ builder: PacketBuilder) throws {
        let frames = run(builder, sizes: [1_448, 1_448, 1_448, 100])
        let written = join(frames)
        #expect(written.count == 1)
        let offload = try #require(written.first?.offload)
        #expect(offload.segmentation == (builder.isUDP ? .udp : builder.isIPv6 ? .tcp6 : .tcp4))
        #expect(offload.segmentSize == 1_448)
        #expect(Int(offload.headerLength) == builder.headerLength)
        #expect(Int(offload.checksumStart) == builder.transportOffset)
        #expect(try cut(written) == frames)
    }

    @Test func leavesTheSumOfThePseudoHeaderInTheChecksum() throws {
        let written = try #require(join(run(PacketBuilder(), sizes: [100, 100])).first)
        // 10.0.0.1, 10.0.0.2, protocol 6, length 20 + 12 + 200.
        let sum = ~checksum([10, 0, 0, 1, 10, 0, 0, 2, 0, 6, 0, 232])
        #expect(Array(written.frame[34 + 16..<34 + 18]) == big(sum))
        #expect(checksum(Array(written.frame[14..<34])) == 0)
    }

    @Test func joinsManyFlowsSideBySide() throws {
        let flows = (0..<8).map { run(PacketBuilder(sourcePort: UInt16(100 + $0)), sizes: [1_000, 1_000, 1_000]) }
        let frames = (0..<3).flatMap { index in flows.map { $0[index] } }
        let written = join(frames)
        #expect(written.count == 8)
        #expect(try cut(written) == flows.flatMap(\.self))
    }

    @Test func ordersEachFlowEvenWhenThereAreMoreThanItJoins() throws {
        let flows = (0..<20).map { run(PacketBuilder(sourcePort: UInt16(100 + $0)), sizes: [1_000, 1_000, 1_000]) }
        let frames = (0..<3).flatMap { index in flows.map { $0[index] } }
        let out = try cut(join(frames, flows: 4))
        for (flow, sent) in flows.enumerated() {
            #expect(out.filter { $0[34..<36].elementsEqual(big(UInt16(100 + flow))) } == sent)
        }
        #expect(out.count == frames.count)
    }

    @Test("ends a run with a pushed segment, a shorter one, or the longest packet there is")
    func endsRuns() throws {
        var pushed = run(PacketBuilder(), sizes: [1_000, 1_000, 1_000, 1_000])
        var last = PacketBuilder(sequence: 0xffff_f000 &+ 1_000, flags: 0x18, identification: 0xffff)
        last.payload = [UInt8](repeating: 9, count: 1_000)
        pushed[1] = last.frame
        #expect(join(pushed).map(\.frame.count).count == 2)
        #expect(try cut(join(pushed)) == pushed)
        let short = run(PacketBuilder(), sizes: [1_000, 999, 1_000, 1_000])
        #expect(join(short).count == 2)
        let long = run(PacketBuilder(), sizes: Array(repeating: 1_448, count: 100))
        let written = join(long)
        #expect(written.allSatisfy { $0.frame.count <= 14 + 65_535 })
        #expect(written.count == 3)
        #expect(try cut(written) == long)
        let datagrams = run(PacketBuilder(isUDP: true), sizes: Array(repeating: 64, count: 100))
        #expect(join(datagrams).count == 2)
    }

    /// Changes to the second of three segments after which it must not be joined to the first.
    static let differences: [(String, @Sendable (inout PacketBuilder) -> Void)] = [
        ("sequence", { $0.sequence &+= 1 }), ("acknowledgement", { $0.acknowledgement += 1 }),
        ("window", { $0.window += 1 }),
        ("options", { $0.options[5] += 1 }), ("length of options", { $0.options = [] }), ("SYN", { $0.flags |= 0x02 }),
        ("FIN", { $0.flags |= 0x01 }), ("RST", { $0.flags |= 0x04 }), ("URG", { $0.flags |= 0x20 }),
        ("ECE", { $0.flags |= 0x40 }),
        ("CWR", { $0.flags |= 0x80 }), ("identification", { $0.identification &+= 1 }),
        ("ECN mark", { $0.typeOfService = 3 }),
        ("time to live", { $0.timeToLive -= 1 }), ("DF", { $0.fragment = 0 }), ("fragment", { $0.fragment = 0x2000 }),
        ("padding", { $0.padding = 4 }), ("a longer payload", { $0.payload += [1] }),
        ("no payload", { $0.payload = [] }),
    ]

    @Test(arguments: differences.indices) func joinsNothingThatAReceiverCouldTellApart(_ index: Int) throws {
        let frames = run(PacketBuilder(), sizes: [1_000, 1_000, 1_000])
        var second = PacketBuilder(sequence: 0xffff_f000 &+ 1_000, identification: 0xffff)
        second.payload = Array(frames[1].suffix(1_000))
        #expect(second.frame == frames[1])
        Self.differences[index].1(&second)
        let changed = [frames[0], second.frame, frames[2]]
        let written = join(changed)
        #expect(written.first == Written(frame: frames[0], offload: .none), "\(Self.differences[index].0)")
        #expect(try cut(written) == changed)
    }

    @Test func passesOnWhatIsBrokenAsItCame() throws {
        var frames = run(PacketBuilder(), sizes: [1_000, 1_000, 1_000])
        frames[1][500] ^= 1
        let written = join(frames)
        #expect(written.map(\.frame) == frames)
        #expect(written.allSatisfy { $0.offload == .none })
        var datagram = PacketBuilder(isUDP: true)
        datagram.hasChecksum = false
        #expect(join(run(datagram, sizes: [64, 64])).count == 2)
    }

    /// Found by fuzzing: a joined packet has a new header checksum, which would make a broken header look whole.
    @Test(arguments: [false, true]) func joinsNoPacketWithABrokenIPv4Header(isUDP: Bool) throws {
        var frames = run(PacketBuilder(isUDP: isUDP), sizes: [1_448, 1_448, 1_448])
        frames[1][24] ^= 1
        let written = join(frames)
        #expect(written.contains { $0.frame == frames[1] && $0.offload == .none })
        #expect(try cut(written).sorted { $0[19] < $1[19] } == frames.sorted { $0[19] < $1[19] })
    }

    /// The longest frame has room for a tag.
    ///
    /// Without one, its packet is longer than a super-frame may be.
    @Test(arguments: [false, true], [65_535, 65_548, 65_549, 65_550, 65_551, 65_552, 65_553])
    func passesOnTheLongestFrames(isUDP: Bool, _ byteCount: Int) throws {
        let builder = PacketBuilder(isIPv6: true, isUDP: isUDP)
        let frames = run(builder, sizes: [byteCount - builder.headerLength, 1])
        #expect(frames[0].count == byteCount)
        for frames in [frames, frames.reversed()] {
            let isUnchanged = try cut(join(frames)) == frames
            #expect(isUnchanged)
            let isShortEnough = join(frames).allSatisfy { $0.offload == .none || $0.frame.count <= 14 + 65_535 }
            #expect(isShortEnough)
        }
    }

    /// Zero has two forms in one's complement arithmetic, of which segmentation writes one.
    @Test func keepsAChecksumThatSegmentationWouldWriteOtherwise() throws {
        for isIPv4Header in [false, true] {
            var frames = run(PacketBuilder(), sizes: [1_000, 1_000, 1_000])
            // Has the checksum come out as zero, and writes its other form.
            let (free, place) = isIPv4Header ? (18, 24) : (frames[1].count - 2, 34 + 16)
            let (word, sum) = (
                Int(frames[1][free]) << 8 | Int(frames[1][free + 1]),
                Int(frames[1][place]) << 8 | Int(frames[1][place + 1])
            )
            frames[1].replaceSubrange(free..<free + 2, with: big(UInt16((word + sum) % 65_535)))
            frames[1].replaceSubrange(place..<place + 2, with: [0xff, 0xff])
            #expect(try cut(join(frames)) == frames)
            #expect(join(frames).contains { $0.frame == frames[1] && $0.offload == .none })
        }
    }

    @Test func joinsNoUDPForADeviceThatTakesNone() {
        #expect(join(run(PacketBuilder(isUDP: true), sizes: [64, 64]), joinsUDP: false).count == 2)
        #expect(join(run(PacketBuilder(), sizes: [64, 64]), joinsUDP: false).count == 1)
    }

    @Test func keepsFramesThatItDoesNotKnowBehindThoseBefore() throws {
        let frames = run(PacketBuilder(), sizes: [500, 500])
        let arp = [UInt8](repeating: 0xff, count: 12) + [0x08, 0x06] + [UInt8](repeating: 0, count: 28)
        let tagged = run(PacketBuilder(tags: [7]), sizes: [500])
        let sent = frames + [arp] + tagged + [[UInt8](repeating: 0, count: 14)]
        #expect(try cut(join(sent)) == sent)
    }

    @Test(arguments: 0..<40) func cutsWhatItJoinedByteForByteInTheOrderOfEachFlow(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var flows = (0..<6)
            .map { (index: Int) -> PacketBuilder in
                let (isIPv6, isUDP) = (index % 2 == 1, index % 3 == 2)
                return PacketBuilder(isIPv6: isIPv6, isUDP: isUDP, sourcePort: UInt16(100 + index))
            }
        var sent: [[UInt8]] = []
        for _ in 0..<300 {
            let index = Int.random(in: 0..<flows.count, using: &generator)
            let size = [1_448, 1_448, 1_448, 64, 0, 9_000].randomElement(using: &generator) ?? 0
            flows[index].payload = (0..<size).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
            flows[index].flags = Int.random(in: 0..<8, using: &generator) == 0 ? 0x18 : 0x10
            var frame = flows[index].frame
            // Spoilt in the payload, so that it is still of the same flow.
            if size > 100, Int.random(in: 0..<20, using: &generator) == 0 { frame[frame.count - 50] ^= 4 }
            sent.append(frame)
            flows[index].sequence &+= UInt32(size)
            flows[index].identification &+= 1
        }
        let out = try cut(join(sent, flows: 4))
        #expect(out.count == sent.count)
        #expect(Set(out) == Set(sent))
        for flow in flows {
            let place = flow.transportOffset
            func isOfFlow(_ frame: [UInt8]) -> Bool {
                frame[12] == flow.frame[12] && frame[place..<place + 2].elementsEqual(big(flow.sourcePort))
            }
            #expect(out.filter(isOfFlow) == sent.filter(isOfFlow))
        }
    }
}

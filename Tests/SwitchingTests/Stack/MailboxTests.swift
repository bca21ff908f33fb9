import Frame
import Glibc
import SwitchingSupport
import Synchronization
import Testing

@testable import Switching

@Suite struct MailboxTests {
    let mailbox = Mailbox(capacity: 256 * 1024)

    private func post(_ bytes: [UInt8], _ header: TrunkHeader = TrunkHeader(.directed)) -> Bool {
        mailbox.post(header, bytes.span.bytes)
    }

    private func take(upTo limit: Int = .max) -> (frames: [[UInt8]], isMore: Bool) {
        var frames: [[UInt8]] = []
        let isMore = mailbox.take(upTo: limit) { frames.append($1.withUnsafeBytes { Array($0) }) }
        return (frames, isMore)
    }

    @Test func `frames come out as they went in, in order`() {
        let frames = (0..<100).map { frame(to: .broadcast, from: .station($0), byteCount: 14 + Int($0) * 13) }
        #expect(frames.allSatisfy { post($0) })
        mailbox.handOver()
        #expect(take() == (frames, false))
        #expect(take().frames.isEmpty)
    }

    @Test func `what stands in front of a frame comes with it`() {
        let offload = Offload(
            segmentation: .tcp6, hasECN: true, needsChecksum: true, headerLength: 74, segmentSize: 1440,
            checksumStart: 54, checksumOffset: 16)
        #expect(post([1, 2, 3], TrunkHeader(.flooded, TrunkHeader.Source(device: 200), offload: offload)))
        let address = AddressKey(.station(7), vlan: 9)
        let source = TrunkHeader.Source(device: 3, restrictions: .bound, account: 70_000)
        #expect(post([], TrunkHeader(.here, source, address: address)))
        mailbox.handOver()
        var headers: [TrunkHeader] = []
        #expect(!mailbox.take(upTo: .max) { header, _ in headers.append(header) })
        #expect(headers.map(\.kind) == [.flooded, .here])
        #expect(headers.map(\.device) == [200, 3])
        #expect(headers.map(\.offload) == [offload, .none])
        #expect(headers.map(\.address) == [.none, address])
        #expect(headers.map(\.restrictions) == [[], .bound])
        #expect(headers.map(\.account) == [0, 70_000])
    }

    @Test func `a header takes 32 bytes: a power of two, half a cache line`() {
        #expect(MemoryLayout<TrunkHeader>.stride == 32)
    }

    @Test func `nothing can be read before it is handed over`() {
        #expect(post([1]))
        #expect(take().frames.isEmpty)
        mailbox.handOver()
        #expect(take().frames == [[1]])
    }

    @Test func `what finds no room is refused, and there is room again when something was taken`() {
        let long = [UInt8](repeating: 1, count: FrameSize.maximum)
        let count = (1...100).first { _ in !post(long) }
        #expect(count == 4, "three frames of 64 KiB and their headers fit in 256 KiB")
        #expect(post([2]))
        #expect(!post(long))
        mailbox.handOver()
        #expect(take().frames == [long, long, long, [2]])
        #expect(post(long))
    }

    @Test func `the longest frames go round and round`() {
        for round in 0..<100 {
            let bytes = [UInt8](repeating: UInt8(round), count: FrameSize.maximum - 977 * (round % 7))
            #expect(post(bytes) && post([UInt8(round)]))
            mailbox.handOver()
            #expect(take() == ([bytes, [UInt8(round)]], false))
        }
    }

    @Test func `a reader takes no more than it wants at once`() {
        let frames = (0..<10).map { [UInt8](repeating: $0, count: 1000) }
        for frame in frames { #expect(post(frame)) }
        mailbox.handOver()
        #expect(take(upTo: 2500) == (Array(frames[..<3]), true))
        #expect(take() == (Array(frames[3...]), false))
    }

    @Test func `a reader stops at what it wants to the byte, and the default has 1 MiB`() {
        let mailbox = Mailbox()
        var count = 0
        while mailbox.post(TrunkHeader(.directed), RawSpan()) { count += 1 }
        #expect(count == 32_768)
        mailbox.handOver()
        for (limit, expected) in [(64, 2), (65, 3), (1, 1), (32, 1), (33, 2)] {
            var taken = 0
            let isMore = mailbox.take(upTo: limit) { _, _ in taken += 1 }
            #expect(isMore)
            #expect(taken == expected)
        }
    }

    @Test func `a writer and a reader on two threads lose nothing and keep the order`() throws {
        let count = 20_000
        let sent = Reader(mailbox, count: count)
        let thread = try sent.start()
        var refusals = 0
        for number in 0..<count {
            let bytes = withUnsafeBytes(of: UInt64(number)) { Array($0) } + [UInt8](repeating: 5, count: number % 1500)
            while !post(bytes) {
                refusals += 1
                mailbox.handOver()
                sched_yield()
            }
            if number % 7 == 0 { mailbox.handOver() }
        }
        mailbox.handOver()
        pthread_join(thread, nil)
        #expect(sent.faults.load(ordering: .relaxed) == 0, "after \(refusals) refusals")
    }

    /// Reads on a thread of its own.
    private final class Reader: Sendable {
        let faults = Atomic(0)
        private let mailbox: Mailbox
        private let count: Int

        init(_ mailbox: Mailbox, count: Int) { (self.mailbox, self.count) = (mailbox, count) }

        func start() throws -> pthread_t {
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { argument in
                    argument.map { Unmanaged<Reader>.fromOpaque($0).takeUnretainedValue().run() }
                    return nil
                }, Unmanaged.passUnretained(self).toOpaque())
            guard code == 0 else { throw Unplugged() }
            return thread
        }

        private func run() {
            var next = 0
            while next < count {
                let isMore = mailbox.take(upTo: 10_000) { _, frame in
                    let number = frame.unsafeLoadUnaligned(as: UInt64.self)
                    let isWhole = frame.byteCount == 8 + next % 1500
                    if number != UInt64(next) || !isWhole { faults.add(1, ordering: .relaxed) }
                    next += 1
                }
                if !isMore { sched_yield() }
            }
        }
    }
}

import CLinux
import Conformance
import Glibc
import Testing

@testable import Streams

@Suite struct DeadlineTests {
    private let loop = ManualLoop()
    private let pair: SocketPair

    init() throws { pair = try SocketPair() }

    /// Whether the far end has been told that no more comes.
    private var hasEnded: Bool {
        var bytes = [UInt8](repeating: 0, count: 1)
        return bytes.withUnsafeMutableBytes { pair.far.receive(into: $0) } == .bytes(0)
    }

    @Test("It ends a connection in time")
    func ending() {
        let deadline = Deadline(after: .seconds(5), aborting: pair.near, on: loop)
        #expect(!deadline.hasPassed)
        loop.advance(by: .milliseconds(4_999))
        #expect(!deadline.hasPassed && !hasEnded)
        loop.advance(by: .milliseconds(1))
        #expect(deadline.hasPassed && hasEnded)
        #expect(loop.nextDeadline == nil)
    }

    @Test("It leaves two seconds to answer where there is something to answer")
    func answering() {
        let deadline = Deadline(after: .seconds(5), aborting: pair.near, on: loop)
        deadline.begin(after: nil, leavingRoomToAnswer: true)
        loop.advance(by: .seconds(5))
        #expect(deadline.hasPassed && !hasEnded)
        #expect(loop.nextDeadline == .seconds(7))
        loop.advance(by: .seconds(2))
        #expect(hasEnded)
    }

    @Test("It can be renewed and lifted")
    func lifting() {
        let deadline = Deadline(after: .seconds(5), aborting: pair.near, on: loop)
        deadline.begin(after: nil)
        #expect(loop.nextDeadline == .seconds(5))
        deadline.begin(after: .seconds(8))
        #expect(loop.nextDeadline == .seconds(8))
        deadline.lift()
        #expect(loop.nextDeadline == nil && !deadline.hasPassed)
    }
}

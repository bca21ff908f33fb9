import Frame
import SwitchingSupport
import TestSupport
import Testing

@testable import Devices

@Suite struct FaultyLinkTests {
    private let inner = TestLink()
    private let receiver = Recorder()

    private func link(_ faults: LinkFaults, seed: Int = 1) -> FaultyLink {
        let link = FaultyLink(inner, faults, using: SeededGenerator(seed: seed))
        link.start(receiver)
        return link
    }

    private func send(_ count: UInt8, on link: FaultyLink) {
        for number in 0..<count {
            let isTaken = link.send([number, 0].span.bytes, .none)
            #expect(isTaken)
        }
        link.flush()
    }

    @Test func `a line without faults passes everything on`() {
        let link = link(LinkFaults())
        let isTaken = link.send(([7] as [UInt8]).span.bytes, .none)
        #expect(isTaken && inner.frames == [[7]])
        inner.forget()
        send(20, on: link)
        inner.deliver([1], [2])
        #expect(inner.frames == (0..<20).map { [$0, 0] })
        #expect(receiver.log == ["received [1]", "received [2]", "drained"])
    }

    @Test func `frames are lost, both ways`() {
        let link = link(LinkFaults(loss: 0.5))
        send(100, on: link)
        for number in 0..<100 { inner.deliver([UInt8(number)]) }
        #expect((20...80).contains(inner.frames.count))
        #expect((20...80).contains(receiver.log.count { $0 != "drained" }))
        #expect(inner.frames.map { $0[0] } == inner.frames.map { $0[0] }.sorted())
    }

    @Test func `frames come twice`() {
        send(3, on: link(LinkFaults(duplication: 1)))
        #expect(inner.frames == [[0, 0], [0, 0], [1, 0], [1, 0], [2, 0], [2, 0]])
    }

    @Test func `one bit of a frame is another`() {
        send(50, on: link(LinkFaults(corruption: 1)))
        #expect(inner.frames.count == 50)
        for (number, frame) in inner.frames.enumerated() {
            #expect((frame[0] ^ UInt8(number)).nonzeroBitCount + frame[1].nonzeroBitCount == 1)
        }
    }

    @Test func `frames let others go first, and none stays behind`() {
        let link = link(LinkFaults(reordering: 0.4))
        send(100, on: link)
        #expect(inner.frames.map { $0[0] } != Array(0..<100))
        #expect(inner.frames.map { $0[0] }.sorted() == Array(0..<100))
        inner.deliver([1], [2], [3], [4], [5], [6], [7], [8])
        #expect(receiver.log.count == 9 && receiver.log.last == "drained")
    }

    @Test func `the same numbers make the same faults`() {
        var outcomes: [[[UInt8]]] = []
        for seed in [5, 5, 6] {
            let inner = TestLink()
            let faults = LinkFaults(loss: 0.3, duplication: 0.3, corruption: 0.3, reordering: 0.3)
            let link = FaultyLink(inner, faults, using: SeededGenerator(seed: seed))
            for number in 0..<UInt8(50) { _ = link.send([number].span.bytes, .none) }
            link.flush()
            outcomes.append(inner.frames)
        }
        #expect(outcomes[0] == outcomes[1] && outcomes[0] != outcomes[2])
    }
}

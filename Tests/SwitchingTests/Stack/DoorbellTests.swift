import Conformance
import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct DoorbellTests {
    private let loop = ManualLoop()

    @Test func `it calls once until it is answered`() {
        let doorbell = Doorbell(on: loop)
        for _ in 0..<3 { doorbell.ring() }
        doorbell.notify()
        #expect(loop.runJobs() == 1)
        #expect(loop.runJobs() == 0)
        doorbell.ring()
        #expect(loop.runJobs() == 1)
    }

    @Test func `it keeps the switch that answers, until it is connected to none`() {
        let doorbell = Doorbell(on: loop)
        doorbell.connect(to: LearningSwitch(now: { .zero }))
        weak var fabric: LearningSwitch?
        do {
            let other = LearningSwitch(now: { .zero })
            doorbell.connect(to: other)
            fabric = other
        }
        #expect(fabric != nil)
        doorbell.connect(to: nil)
        #expect(fabric == nil)
    }

    @Test func `a notice has the switch unplug its queue of a device that has ended, and a ring does not`() {
        let (doorbell, fabric) = (Doorbell(on: loop), LearningSwitch(now: { .zero }))
        let (device, queue) = (SharedDevice(number: 1, id: PortID(7)), TestLink())
        doorbell.connect(to: fabric)
        _ = fabric.attach(queue, queueOf: device)
        _ = device.detach()
        doorbell.ring()
        loop.runJobs()
        #expect(queue.closeCount == 0)
        doorbell.notify()
        loop.runJobs()
        #expect(queue.closeCount == 1)
        // What was a notice is none the next time.
        let next = SharedDevice(number: 2, id: PortID(8))
        let nextQueue = TestLink()
        _ = fabric.attach(nextQueue, queueOf: next)
        _ = next.detach()
        doorbell.ring()
        loop.runJobs()
        #expect(nextQueue.closeCount == 0)
        fabric.detachAll()
        doorbell.connect(to: nil)
    }
}

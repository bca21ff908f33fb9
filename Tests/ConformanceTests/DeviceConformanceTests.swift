import Conformance
import Devices
import Frame
import Reactor
import Synchronization
import Testing

@Suite("Conformance of devices", .timeLimit(.minutes(2)))
struct DeviceConformanceTests {
    private let panel = PatchPanel()
    private let release = TestLink.Release()

    /// Checks a cable of which one end has a fault, or both have.
    private func check(_ left: LinkFault?, _ right: LinkFault?, limit: Duration) async throws {
        let loop = try EpollLoop()
        let failure: (any Error)?
        do {
            try await DeviceConformance.check(on: loop, limit: limit) { [panel, release] in
                let cable = try LoopbackDevice(EndpointURI("loopback:test"), on: panel)
                return (
                    TestDevice(cable: cable, fault: left, release: release),
                    TestDevice(cable: cable, fault: right, release: release)
                )
            }
            failure = nil
        } catch {
            failure = error
        }
        release.isOver.store(true, ordering: .relaxed)
        // The check of a link that blocks was left behind, and needs the loop to come to its end.
        if left != .blocks { await loop.stop(grace: .zero) }
        if let failure { throw failure }
    }

    @Test("a device without a fault passes")
    func sound() async throws {
        try await check(nil, nil, limit: .seconds(10))
    }

    @Test("each fault is found, and called by the rule it breaks", arguments: LinkFault.allCases)
    func fault(fault: LinkFault) async throws {
        let error = await #expect(throws: ConformanceFailure.self) {
            try await check(fault, fault, limit: .seconds(1))
        }
        #expect(error?.rule == fault.rule, "\(error.map { "\($0)" } ?? "")")
    }

    @Test("a frame that is lost is told from a link that has ended")
    func loss() async throws {
        let error = await #expect(throws: ConformanceFailure.self) {
            try await check(.losesLongFrames, .losesLongFrames, limit: .seconds(1))
        }
        #expect(error?.detail == "a frame was lost")
    }

    @Test("a device that never gets open fails, and does not hang the check")
    func stuck() async throws {
        let loop = try EpollLoop()
        let error = await #expect(throws: ConformanceFailure.self) {
            try await DeviceConformance.check(on: loop, limit: .milliseconds(50)) { (StuckDevice(), StuckDevice()) }
        }
        #expect(error?.description == "a link has a name; but the check of it does not come to an end")
        await loop.stop()
    }

    @Test("what the device throws when it is opened comes through")
    func opening() async throws {
        let loop = try EpollLoop()
        let panel = panel
        let taken = try await LoopbackDevice(EndpointURI("loopback:test"), on: panel).open(on: loop)
        await #expect(throws: DeviceError.bothEndsTaken("test")) {
            try await DeviceConformance.check(on: loop) {
                let cable = try LoopbackDevice(EndpointURI("loopback:test"), on: panel)
                return (cable, cable)
            }
        }
        taken.close()
        await loop.stop()
    }

    /// What is sent by two sound devices while they are checked.
    private func record(longestFrame: Int) async throws -> RecordingDevice.Record {
        let (loop, record) = (try EpollLoop(), RecordingDevice.Record())
        try await DeviceConformance.check(on: loop, longestFrame: longestFrame) { [panel] in
            let cable = try LoopbackDevice(EndpointURI("loopback:test"), on: panel)
            return (RecordingDevice(cable: cable, record: record), RecordingDevice(cable: cable, record: record))
        }
        await loop.stop()
        return record
    }

    @Test("a burst is of 32 MiB, and a link that was closed is sent more than two hundred frames")
    func amounts() async throws {
        let record = try await record(longestFrame: 1_518)
        #expect(record.count(.send(size: 1_518, number: 1)) == 32 * 1_048_576 / 1_518)
        // One to see whether frames are copied, twenty before the link is closed, and ten times as many after it.
        #expect(record.count(.send(size: 60, number: 1)) == 1 + 20 + 10 * 20)
    }

    @Test("frames are sent eight at once, and scratch memory is looked at for short and long ones")
    func order() async throws {
        let calls = try await record(longestFrame: 1_518).calls
        let first = try #require(calls.firstIndex(of: .send(size: 15, number: 1)))
        let batch: [RecordingDevice.Record.Call] = (0..<8).map { .send(size: 14 + $0, number: $0) } + [.flush]
        #expect(calls[(first - 1)...].starts(with: batch))
        let scratch: [RecordingDevice.Record.Call] = [14, 60, 1_514, 1_518].flatMap {
            [.send(size: $0, number: 0), .flush]
        }
        #expect(calls.indices.contains { calls[$0...].starts(with: scratch) })
    }

    @Test("frames longer than the longest are not sent")
    func longest() async throws {
        let calls = try await record(longestFrame: 1_000).calls
        let sizes = calls.compactMap { call -> Int? in
            guard case .send(let size, _) = call else { return nil }
            return size
        }
        #expect(sizes.max() == 1_000 && sizes.min() == 14)
    }

    @Test("a device of which a burst is lost in silence passes if it may")
    func silentDrops() async throws {
        let loop = try EpollLoop()
        try await DeviceConformance.check(on: loop, longestFrame: 1_518, reportsDrops: false) { [panel, release] in
            let cable = try LoopbackDevice(EndpointURI("loopback:test"), on: panel)
            let device = TestDevice(cable: cable, fault: .takesEverything, release: release)
            return (device, device)
        }
        await loop.stop()
    }
}

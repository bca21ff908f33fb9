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
}

import Conformance
import Devices
import Frame
import Reactor
import Testing

@Suite("loopback:", .timeLimit(.minutes(2)))
struct LoopbackDeviceTests {
    private let registry: Registry

    init() throws { registry = try Registry(.devices) }

    @Test("keeps the rules of devices")
    func conformance() async throws {
        let loop = try EpollLoop()
        try await DeviceConformance.check(on: loop) { [registry] in
            (try registry.device(EndpointURI("loopback:a")), try registry.device(EndpointURI("loopback:a")))
        }
        await loop.stop()
    }
}

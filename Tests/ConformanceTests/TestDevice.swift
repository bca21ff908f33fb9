import Devices
import Frame

/// One end of a loopback cable, with a fault.
struct TestDevice: Device {
    let cable: LoopbackDevice
    let fault: LinkFault?
    let release: TestLink.Release

    func open(on loop: any EventLoop) async throws -> sending any Link {
        TestLink(try await cable.open(on: loop), on: loop, fault: fault, release: release)
    }
}

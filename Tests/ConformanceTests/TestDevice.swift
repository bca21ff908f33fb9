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

/// A device that never gets open.
struct StuckDevice: Device {
    func open(on loop: any EventLoop) async throws -> sending any Link {
        try await Task.sleep(for: .seconds(3600))
        throw CancellationError()
    }
}

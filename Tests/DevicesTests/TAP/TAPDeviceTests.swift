import Conformance
import Frame
import Glibc
import Reactor
import Testing

@testable import Devices

@Suite("tap:", .enabled(if: TestInterface.isAllowed, "needs root and /dev/net/tun"), .timeLimit(.minutes(2)))
struct TAPDeviceTests {
    private let loop: EpollLoop
    private let registry: Registry
    private let name = TestInterface.name()

    init() throws {
        loop = try EpollLoop()
        registry = try Registry(.devices)
    }

    private func open(_ text: String) async throws -> Bench {
        let device = try registry.device(EndpointURI(text))
        return await Bench(try await device.open(on: loop), on: loop)
    }

    private func host() async throws -> Bench {
        await Bench(try await PacketDevice(interface: name).open(on: loop), on: loop)
    }

    @Test("keeps the rules of devices, with frames as long as its MTU allows")
    func conformance() async throws {
        // A packet socket takes no more than the MTU and a header. The kernel does not say what it drops.
        try await DeviceConformance.check(
            on: loop,
            longestFrame: FrameSize.maximumMTU + EthernetHeader.length,
            reportsDrops: false
        ) { [registry] in
            // A name of its own for each: a child on its way into another program may hold the last one open for a moment.
            let name = TestInterface.name()
            let tap = try registry.device(EndpointURI("tap:\(name)?mtu=\(FrameSize.maximumMTU)"))
            return (tap, PacketDevice(interface: name))
        }
        await loop.stop()
    }

    @Test("makes the interface, brings it up, and removes it when it is closed")
    func life() async throws {
        let bench = try await open("tap:\(name)")
        #expect(await bench.name == "tap:\(name)")
        #expect(
            TestInterface.attribute("flags", of: name).flatMap { Int($0.dropFirst(2), radix: 16) }.map { $0 & 1 } == 1)
        #expect(TestInterface.attribute("mtu", of: name) == "1500")
        await bench.close()
        #expect(await TestInterface.goes(name))
    }

    @Test("leaves the interface down when told to")
    func down() async throws {
        let bench = try await open("tap:\(name)?up=off&mtu=9000")
        #expect(
            TestInterface.attribute("flags", of: name).flatMap { Int($0.dropFirst(2), radix: 16) }.map { $0 & 1 } == 0)
        await bench.close()
    }

    @Test("the kernel chooses a number in place of %d")
    func number() async throws {
        let (first, second) = (try await open("tap:\(name)%d"), try await open("tap:\(name)%25d"))
        #expect(await first.name == "tap:\(name)0")
        #expect(await second.name == "tap:\(name)1")
        await first.close()
        await second.close()
    }

    @Test("sets the MTU, up to the largest", arguments: [68, 1280, 9000, FrameSize.maximumMTU])
    func mtu(mtu: Int) async throws {
        let bench = try await open("tap:\(name)?mtu=\(mtu)")
        #expect(TestInterface.attribute("mtu", of: name) == "\(mtu)")
        await bench.close()
    }

    @Test("gives it addresses of both families")
    func addresses() async throws {
        let bench = try await open("tap:\(name)?address=192.0.2.1/32,192.0.2.2/32,2001:db8::1/128")
        let addresses = TestInterface.addresses(of: name)
        #expect(addresses.filter { !$0.hasPrefix("fe80") }.sorted() == ["192.0.2.1", "192.0.2.2", "2001:db8::1"])
        await bench.close()
    }

    @Test("makes it a port of a bridge")
    func bridge() async throws {
        let bridge = TestBridge()
        let bench = try await open("tap:\(name)?bridge=\(bridge.name)")
        #expect(TestInterface.attribute("brport/bridge/uevent", of: name)?.contains("bridge") == true)
        #expect(access("/sys/class/net/\(bridge.name)/brif/\(name)", F_OK) == 0)
        await bench.close()
    }

    @Test("pulls the cable and plugs it in")
    func carrier() async throws {
        let bench = try await open("tap:\(name)")
        await bench.setCarrier(isUp: false)
        #expect(TestInterface.attribute("carrier", of: name) == "0")
        await bench.setCarrier(isUp: true)
        #expect(TestInterface.attribute("carrier", of: name) == "1")
        await bench.close()
    }

    @Test("an interface deleted underneath ends the link, once")
    func deleted() async throws {
        let bench = try await open("tap:\(name)")
        try NetworkInterface(named: name).delete()
        var closed: [Bench.Event] = []
        for await event in bench.events {
            guard case .closed = event else { continue }
            closed.append(event)
            await bench.close()
        }
        #expect(closed == [.closed("read tap:\(name): File descriptor in bad state")])
        #expect(await !bench.send(frame(60)))
    }

    @Test("an interface that is down costs frames, not the link")
    func takenDown() async throws {
        let bench = try await open("tap:\(name)")
        try NetworkInterface(named: name).takeDown()
        #expect(await !bench.send(frame(60)))
        try NetworkInterface(named: name).bringUp()
        let host = try await host()
        #expect(await bench.send(frame(60)))
        #expect(await host.nextFrame() == frame(60))
        await host.close()
        await bench.close()
    }

    @Test(
        "takes over a TAP that was passed in, with a header in front of each frame or without",
        arguments: [true, false])
    func passedIn(isOffloading: Bool) async throws {
        let tap = try TAPDescriptor.open(InterfaceName(name), offloading: isOffloading, isMultiQueue: false)
        let bench = try await open("fd:\(tap.rawValue)?mtu=9000")
        #expect(TestInterface.attribute("mtu", of: name) == "9000")
        try NetworkInterface(named: name).bringUp()
        let host = try await host()
        #expect(await bench.send(frame(60)))
        #expect(await host.nextFrame() == frame(60))
        await bench.setCarrier(isUp: false)
        #expect(TestInterface.attribute("carrier", of: name) == "0")
        await bench.close()
        await host.close()
        #expect(await TestInterface.goes(name))
    }
}

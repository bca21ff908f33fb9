import Frame
import Glibc
import Linux
import Reactor
import Testing

@testable import Devices

@Suite("tap: errors", .timeLimit(.minutes(1)))
struct TAPDeviceErrorTests {
    private let loop: EpollLoop
    private let registry: Registry
    private let name = TestInterface.name()

    init() throws {
        loop = try EpollLoop()
        registry = try Registry(.devices)
    }

    private func open(_ text: String) async throws {
        let device = try registry.device(EndpointURI(text))
        let bench = await Bench(try await device.open(on: loop), on: loop)
        await bench.close()
    }

    @Test(
        "a step that fails is named, and leaves nothing behind",
        .enabled(if: TestInterface.isAllowed, "needs root and /dev/net/tun"))
    func steps() async throws {
        let steps: [(String, String)] = [
            ("bridge=e0nosuch", "find the interface e0nosuch: No such device"),
            ("bridge=lo", "add \(name) to the bridge lo: Operation not supported"),
            (
                "address=192.0.2.1/32,192.0.2.1/32",
                "give \(name) the address 192.0.2.1/32: File exists"
            ),
        ]
        for (parameter, message) in steps {
            let error = await #expect(throws: SystemError.self) { try await open("tap:\(name)?\(parameter)") }
            #expect(error?.description == message)
            #expect(await TestInterface.goes(name))
        }
    }

    @Test(
        "a name that somebody has is said to be taken",
        .enabled(if: TestInterface.isAllowed, "needs root and /dev/net/tun"))
    func taken() async throws {
        let tap = try TAPDescriptor.open(InterfaceName(name), offloading: true, isMultiQueue: false)
        let busy = await #expect(throws: SystemError.self) { try await open("tap:\(name)") }
        #expect(busy?.code == EBUSY)
        #expect(busy?.description.hasSuffix("(another program has it open)") == true)
        close(tap.rawValue)
        let foreign = await #expect(throws: SystemError.self) { try await open("tap:lo") }
        #expect(
            foreign?.description
                == "open the TAP interface lo: Invalid argument (an interface of this name is there, and is no TAP)")
    }

    @Test("the privilege that is missing is named", arguments: [EPERM, EACCES])
    func permission(code: CInt) {
        let error = SystemError(call: "open the TAP interface ethws0", code: code, hint: .forPermission(code))
        #expect(error.description.hasSuffix("(CAP_NET_ADMIN is needed)"))
    }

    @Test(
        "what is wrong with a URI is said",
        arguments: [
            ("tap:", "a 'tap:' URI needs a name"),
            ("tap://host/ethws0", "a 'tap:' URI has no host"),
            ("tap:ethws0?mtu=65518", "the parameter 'mtu' is a number from 68 to 65517, not '65518'"),
            ("tap:ethws0?up=perhaps", "the parameter 'up' is on or off, not 'perhaps'"),
            ("tap:ethws0?adress=::1/64", "unknown parameter 'adress'; known: mtu, up, address, bridge, offload"),
        ]
    )
    func parameters(uri: String, message: String) throws {
        let error = #expect(throws: EndpointURIError.self) { try registry.device(EndpointURI(uri)) }
        #expect(error?.description == message)
    }

    @Test("what cannot be a name or an address is an error before anything is opened")
    func values() throws {
        #expect(throws: DeviceError.invalidInterfaceName("ethws0ethws0eth1")) {
            try registry.device(EndpointURI("tap:ethws0ethws0eth1"))
        }
        #expect(throws: DeviceError.invalidInterfaceName("br/0")) {
            try registry.device(EndpointURI("tap:ethws0?bridge=br/0"))
        }
        #expect(throws: DeviceError.invalidAddress("192.0.2.1/33")) {
            try registry.device(EndpointURI("tap:ethws0?address=2001:db8::1/64,192.0.2.1/33"))
        }
    }

    @Test("takes what is right")
    func valid() throws {
        let uri = try EndpointURI("tap:ethws%d?mtu=9000&up=off&address=192.0.2.1/24,2001:db8::1/64&bridge=br0")
        let device = try TAPDevice(uri)
        #expect(device.name.description == "ethws%d")
        #expect(device.mtu == 9000)
        #expect(!device.isUp)
        #expect(device.addresses.map(\.description) == ["192.0.2.1/24", "2001:db8::1/64"])
        #expect(device.bridge?.description == "br0")
    }

    @Test("is brought up and takes bursts in one piece unless told otherwise, and nothing else is done to it")
    func defaults() throws {
        let device = try TAPDevice(EndpointURI("tap:ethws0"))
        #expect(device.isUp && device.isOffloading)
        #expect(device.mtu == nil && device.addresses.isEmpty && device.bridge == nil)
        #expect(try !TAPDevice(EndpointURI("tap:ethws0?offload=off")).isOffloading)
    }

    @Test("has an MTU from 68 to 65,517")
    func mtus() throws {
        for mtu in [68, 65_517] { #expect(try TAPDevice(EndpointURI("tap:ethws0?mtu=\(mtu)")).mtu == mtu) }
        for mtu in [67, 65_518] {
            #expect(throws: EndpointURIError.self) { try TAPDevice(EndpointURI("tap:ethws0?mtu=\(mtu)")) }
        }
    }
}

import CLinux
import Conformance
import Devices
import Frame
import Glibc
import Reactor
import Testing

@Suite("fd:", .timeLimit(.minutes(1)))
struct DescriptorDeviceTests {
    private let loop: EpollLoop
    private let registry: Registry

    init() throws {
        loop = try EpollLoop()
        registry = try Registry(.devices)
    }

    private func open(_ text: String) async throws -> Bench {
        let device = try registry.device(EndpointURI(text))
        return await Bench(try await device.open(on: loop), on: loop)
    }

    @Test("keeps the rules of devices")
    func conformance() async throws {
        try await DeviceConformance.check(on: loop) { [registry] in
            let pair = try SocketPair(SOCK_SEQPACKET)
            let far = dup(pair.far)
            return (
                try registry.device(EndpointURI("fd:\(pair.takeNear())")),
                try registry.device(EndpointURI("fd:\(far)"))
            )
        }
        await loop.stop()
    }

    @Test("takes over a socket that keeps frames apart", arguments: [true, false])
    func socket(isSequenced: Bool) async throws {
        let pair = try SocketPair(isSequenced ? SOCK_SEQPACKET : SOCK_DGRAM)
        let descriptor = pair.takeNear()
        #expect(fcntl(descriptor, F_SETFL, 0) == 0 && fcntl(descriptor, F_SETFD, 0) == 0)
        let bench = try await open("fd:\(descriptor)")
        #expect(await bench.name == "fd:\(descriptor)")
        #expect(fcntl(descriptor, F_GETFD) == FD_CLOEXEC)
        #expect(fcntl(descriptor, F_GETFL) & O_NONBLOCK != 0)
        pair.write(frame(60))
        #expect(await bench.nextFrame() == frame(60))
        await bench.close()
        #expect(await pair.hangsUp())
    }

    @Test("its MTU bounds what is sent on a socket: with a header and one tag")
    func mtu() async throws {
        let pair = try SocketPair()
        let bench = try await open("fd:\(pair.takeNear())?mtu=1500")
        #expect(await bench.send(frame(1518)))
        #expect(await !bench.send(frame(1519)))
        await bench.close()
    }

    @Test("a descriptor that is not open is an error")
    func closed() async throws {
        let error = await #expect(throws: SystemError.self) { try await open("fd:9999") }
        #expect(error?.code == EBADF)
        #expect(error?.description == "take over descriptor 9999: Bad file descriptor")
    }

    @Test("a descriptor that does not keep frames apart is an error, and is left alone", arguments: ["stream", "file"])
    func wrongKind(kind: String) async throws {
        let pair = try SocketPair(SOCK_STREAM)
        let file = Glibc.open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { Glibc.close(file) }
        let descriptor = kind == "stream" ? pair.near : file
        let error = await #expect(throws: DeviceError.self) { try await open("fd:\(descriptor)") }
        #expect(error == .notDatagrams(descriptor: descriptor))
        #expect(fcntl(descriptor, F_GETFD) >= 0)
    }

    @Test(
        "what is wrong with a URI is said",
        arguments: [
            ("fd:", "a 'fd:' URI needs a descriptor number"),
            ("fd:x", "'x' is not a value for the parameter 'descriptor'"),
            ("fd:-1", "'-1' is not a value for the parameter 'descriptor'"),
            ("fd:99999999999", "'99999999999' is not a value for the parameter 'descriptor'"),
            ("fd://host/3", "a 'fd:' URI has no host"),
            ("fd:3?mtu=67", "the parameter 'mtu' is a number from 68 to 65517, not '67'"),
            ("fd:3?up=on", "unknown parameter 'up'; known: mtu"),
        ]
    )
    func errors(uri: String, message: String) throws {
        let error = #expect(throws: EndpointURIError.self) { try registry.device(EndpointURI(uri)) }
        #expect(error?.description == message)
    }
}

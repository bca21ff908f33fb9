import CLinux
import Frame
import Glibc
import Reactor
import Testing

@testable import Devices

/// Which descriptors `fd:` takes over.
@Suite(.timeLimit(.minutes(1))) struct DescriptorKindTests {
    @Test func `its number may have any digit`() throws {
        #expect(try DescriptorDevice(EndpointURI("fd:1234567890")).descriptor == 1_234_567_890)
        #expect(try DescriptorDevice(EndpointURI("fd:0")).descriptor == 0)
        for text in ["fd:3/4", "fd:3:4", "fd:+3", "fd:2147483648"] {
            #expect(throws: EndpointURIError.self) { try DescriptorDevice(EndpointURI(text)) }
        }
    }

    @Test func `its MTU has bounds`() throws {
        #expect(try DescriptorDevice(EndpointURI("fd:3")).mtu == nil)
        for mtu in [68, 65_517] { #expect(try DescriptorDevice(EndpointURI("fd:3?mtu=\(mtu)")).mtu == mtu) }
        for mtu in [67, 65_518] {
            #expect(throws: EndpointURIError.self) { try DescriptorDevice(EndpointURI("fd:3?mtu=\(mtu)")) }
        }
    }

    /// Makes an interface of the kind that `flags` say, and passes it in.
    private func open(_ flags: CInt, _ name: String) async throws {
        let descriptor = Glibc.open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC)
        defer { close(descriptor) }
        var request = ifreq(name)
        request.ifr_ifru.ifru_flags = CShort(flags)
        try #require(ioctl(descriptor, CLINUX_TUNSETIFF, &request) == 0)
        let loop = try EpollLoop()
        let kept = dup(descriptor)
        do {
            let device = try DescriptorDevice(EndpointURI("fd:\(kept)"))
            let bench = await Bench(try await device.open(on: loop), on: loop)
            await bench.close()
            await loop.stop()
        } catch {
            // It is left alone.
            #expect(close(kept) == 0)
            await loop.stop()
            throw error
        }
    }

    @Test(.enabled(if: TestInterface.isAllowed, "needs root and /dev/net/tun"))
    func `an interface without Ethernet headers is refused`() async throws {
        let name = TestInterface.name()
        let error = await #expect(throws: DeviceError.self) { try await open(IFF_TUN | IFF_NO_PI, name) }
        guard case .notEthernet(_, name) = error else { return #expect(error == nil, "another error") }
        #expect(await TestInterface.goes(name))
        try await open(IFF_TAP | IFF_NO_PI, name)
        #expect(await TestInterface.goes(name))
    }
}

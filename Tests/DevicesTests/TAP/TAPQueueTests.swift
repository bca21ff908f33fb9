import Frame
import Glibc
import Linux
import Reactor
import Testing

@testable import Devices

@Suite(
    "tap: with queues", .enabled(if: TestInterface.isAllowed, "needs root and /dev/net/tun"), .timeLimit(.minutes(2)))
struct TAPQueueTests {
    private let loops: [EpollLoop]
    private let registry: Registry
    private let name = TestInterface.name()

    init() throws {
        loops = try (0..<3).map { _ in try EpollLoop() }
        registry = try Registry(.devices)
    }

    private func open(_ text: String) async throws -> [Bench] {
        let queues = try registry.device(EndpointURI(text)).queues(loops.count)
        var benches: [Bench] = []
        for (queue, loop) in zip(queues, loops) {
            benches.append(await Bench(try await queue.open(on: loop), on: loop))
        }
        return benches
    }

    private func host() async throws -> Bench {
        await Bench(try await PacketDevice(interface: name).open(on: loops[0]), on: loops[0])
    }

    private func close(_ benches: [Bench]) async {
        for bench in benches { await bench.close() }
    }

    private var queueCount: Int {
        (0..<16).count { access("/sys/class/net/\(name)/queues/rx-\($0)", F_OK) == 0 }
    }

    @Test("is one interface with a queue for each loop, set up once")
    func life() async throws {
        let queues = try await open("tap:\(name)?mtu=9000&address=192.0.2.9/32")
        for queue in queues { #expect(await queue.name == "tap:\(name)") }
        #expect(queueCount == 3)
        #expect(TestInterface.attribute("mtu", of: name) == "9000")
        #expect(TestInterface.addresses(of: name).contains("192.0.2.9"))
        await close(Array(queues.dropLast()))
        #expect(TestInterface.exists(name))
        await queues[2].close()
        #expect(await TestInterface.goes(name))
    }

    @Test("the kernel chooses one number in place of %d for all")
    func number() async throws {
        let queues = try await open("tap:\(name)%d")
        for queue in queues { #expect(await queue.name == "tap:\(name)0") }
        await close(queues)
    }

    @Test("what is written to any queue reaches the host", arguments: ["on", "off"])
    func writing(offload: String) async throws {
        let queues = try await open("tap:\(name)?offload=\(offload)")
        let host = try await host()
        for (number, queue) in queues.enumerated() {
            let bytes = frame(200, filledWith: UInt8(number))
            #expect(await queue.send(bytes))
            await queue.flush()
            #expect(await host.nextFrame() == bytes)
        }
        await close(queues + [host])
    }

    @Test("what the host sends is read from one of the queues, whole", arguments: ["on", "off"])
    func reading(offload: String) async throws {
        let queues = try await open("tap:\(name)?offload=\(offload)")
        let host = try await host()
        let bytes = frame(200)
        #expect(await host.send(bytes))
        let (arrivals, arrival) = AsyncStream.makeStream(of: [UInt8].self)
        let readers = queues.map { queue in
            Task {
                for await case .frame(let bytes) in queue.events where bytes[12..<14] == [0x88, 0xb5] {
                    arrival.yield(bytes)
                }
            }
        }
        var iterator = arrivals.makeAsyncIterator()
        #expect(await iterator.next() == bytes)
        await close(queues + [host])
        for reader in readers { await reader.value }
        arrival.finish()
        #expect(await iterator.next() == nil)
    }

    @Test("the first queue plugs the cable in for all")
    func carrier() async throws {
        let queues = try await open("tap:\(name)")
        for isUp in [false, true] {
            await queues[0].setCarrier(isUp: isUp)
            await queues[1].setCarrier(isUp: !isUp)
            #expect(TestInterface.attribute("carrier", of: name) == (isUp ? "1" : "0"))
        }
        await close(queues)
    }

    @Test("an interface of another program is not shared with it by mistake")
    func taken() async throws {
        let queues = try await open("tap:\(name)")
        await #expect(
            throws: SystemError(
                call: "open the TAP interface \(name)", code: EBUSY, hint: "another program has it open")
        ) {
            _ = try await open("tap:\(name)")
        }
        #expect(queueCount == 3)
        await close(queues)
    }

    @Test("an interface that is there and persistent is taken over, with all queues")
    func persistent() async throws {
        let tap = try TAPDescriptor.open(InterfaceName(name), offloading: true, isMultiQueue: true)
        // TUNSETPERSIST of linux/if_tun.h.
        #expect(ioctl(tap.rawValue, 0x4004_54cb, 1) == 0)
        Glibc.close(tap.rawValue)
        let queues = try await open("tap:\(name)")
        #expect(queueCount == 3)
        await close(queues)
        #expect(TestInterface.exists(name))
        try NetworkInterface(named: name).delete()
        #expect(await TestInterface.goes(name))
    }

    @Test("an interface that was made without queues is refused, and says so")
    func single() async throws {
        let tap = try await Bench(registry.device(EndpointURI("tap:\(name)")).open(on: loops[0]), on: loops[0])
        let error = await #expect(throws: SystemError.self) { _ = try await open("tap:\(name)") }
        #expect(error?.description.contains("multi_queue") == true)
        await tap.close()
    }
}

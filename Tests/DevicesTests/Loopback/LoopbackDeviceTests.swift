import Conformance
import Devices
import Frame
import Reactor
import Testing

@Suite("loopback:", .timeLimit(.minutes(2)))
struct LoopbackDeviceTests {
    private let loop: EpollLoop
    private let registry: Registry

    init() throws {
        loop = try EpollLoop()
        registry = try Registry(.devices)
    }

    private func open(_ text: String, in registry: Registry? = nil, on loop: EpollLoop? = nil) async throws -> Bench {
        let loop = loop ?? self.loop
        let device = try (registry ?? self.registry).device(EndpointURI(text))
        return await Bench(try await device.open(on: loop), on: loop)
    }

    @Test("keeps the rules of devices")
    func conformance() async throws {
        try await DeviceConformance.check(on: loop) { [registry] in
            (try registry.device(EndpointURI("loopback:a")), try registry.device(EndpointURI("loopback:a")))
        }
        await loop.stop()
    }

    @Test("joins two that open the same name, and only those")
    func joins() async throws {
        let (a, b, other) = (try await open("loopback:a"), try await open("loopback:a"), try await open("loopback:b"))
        #expect(await a.name == "loopback:a")
        #expect(await a.send(frame(60)))
        await a.flush()
        #expect(await b.next(2) == [.frame(frame(60)), .drained])
        #expect(await !other.send(frame(60)))
        for bench in [a, b, other] { await bench.close() }
    }

    @Test("a batch is delivered at once, and followed by one drained")
    func batch() async throws {
        let (a, b) = (try await open("loopback:a"), try await open("loopback:a"))
        for size in 14..<20 { #expect(await a.send(frame(size))) }
        await a.flush()
        #expect(await b.next(7) == (14..<20).map { .frame(frame($0)) } + [.drained])
        await a.close()
        await b.close()
    }

    @Test("a third is told that both ends are taken, until one is free")
    func third() async throws {
        let (a, b) = (try await open("loopback:a"), try await open("loopback:a"))
        let error = await #expect(throws: DeviceError.self) { try await open("loopback:a") }
        #expect(error == .bothEndsTaken("a"))
        #expect(error?.description == "both ends of the cable 'loopback:a' are taken")
        await a.close()
        let c = try await open("loopback:a")
        #expect(await c.send(frame(60)))
        await c.flush()
        #expect(await b.next(2) == [.frame(frame(60)), .drained])
        await b.close()
        await c.close()
    }

    @Test("a registry has cables of its own")
    func registries() async throws {
        let other = try Registry(.devices)
        let (a, b) = (try await open("loopback:a"), try await open("loopback:a"))
        let c = try await open("loopback:a", in: other)
        #expect(await !c.send(frame(60)))
        for bench in [a, b, c] { await bench.close() }
    }

    @Test("an end that is alone drops what it is given, and hears nothing when the other leaves")
    func alone() async throws {
        let a = try await open("loopback:a")
        #expect(await !a.send(frame(60)))
        let b = try await open("loopback:a")
        #expect(await a.send(frame(60)))
        await b.close()
        await a.flush()
        #expect(await !a.send(frame(60)))
        await a.close()
        #expect(await a.next(1) == [])
    }

    @Test("what an earlier link left behind does not reach a later one")
    func leftovers() async throws {
        let (a, b) = (try await open("loopback:a"), try await open("loopback:a"))
        #expect(await a.send(frame(60)))
        await b.close()
        await a.flush()
        let c = try await open("loopback:a")
        #expect(await a.send(frame(61)))
        await a.flush()
        #expect(await c.nextFrame() == frame(61))
        await a.close()
        await c.close()
    }

    @Test("what was sent and not flushed when a link is closed still arrives")
    func closing() async throws {
        let (a, b) = (try await open("loopback:a"), try await open("loopback:a"))
        #expect(await a.send(frame(60)))
        await a.close()
        #expect(await b.nextFrame() == frame(60))
        await b.close()
    }

    @Test("a link that nobody keeps frees its end")
    func abandoned() async throws {
        let device = try registry.device(EndpointURI("loopback:a"))
        for _ in 0..<3 { _ = try await device.open(on: loop) }
        let (a, b) = (try await open("loopback:a"), try await open("loopback:a"))
        await a.close()
        await b.close()
    }

    @Test("holds a bounded number of bytes, and drops what is beyond")
    func bound() async throws {
        let (a, b) = (try await open("loopback:a"), try await open("loopback:a"))
        var count = 0
        while await a.send(frame(1000)) { count += 1 }
        #expect((900...1100).contains(count))
        await a.flush()
        let events = await b.next(count + 1)
        #expect(events.last == .drained)
        #expect(await a.send(frame(1000)))
        await a.close()
        await b.close()
    }

    @Test("the ends may live on different loops, and nothing is lost or reordered")
    func loops() async throws {
        let other = try EpollLoop()
        let (a, b) = (try await open("loopback:a"), try await open("loopback:a", on: other))
        async let onward: Void = stream(from: a)
        async let back: Void = stream(from: b)
        #expect(await sizes(arrivingAt: b) == Array(14..<1014))
        #expect(await sizes(arrivingAt: a) == Array(14..<1014))
        _ = await (onward, back)
        await a.close()
        await b.close()
        await other.stop()
        await loop.stop()
    }

    private func stream(from bench: Bench) async {
        for size in 14..<1014 {
            while await !bench.send(frame(size)) { await bench.flush() }
            await bench.flush()
        }
    }

    private func sizes(arrivingAt bench: Bench) async -> [Int] {
        var sizes: [Int] = []
        for await case .frame(let bytes) in bench.events {
            sizes.append(bytes.count)
            if sizes.count == 1000 { break }
        }
        return sizes
    }

    @Test(
        "what is wrong with a URI is said",
        arguments: [
            ("loopback:", "a 'loopback:' URI needs a name"),
            ("loopback://a", "a 'loopback:' URI has no host"),
            ("loopback:a?mtu=1500", "this URI takes no parameters (got 'mtu')"),
        ]
    )
    func errors(uri: String, message: String) throws {
        let error = #expect(throws: EndpointURIError.self) { try registry.device(EndpointURI(uri)) }
        #expect(error?.description == message)
    }

    @Test("the plug-in brings three schemes")
    func schemes() {
        #expect(registry.schemes(of: .device) == ["fd", "loopback", "tap"])
    }
}

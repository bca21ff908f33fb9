import Frame
import Reactor
import Testing

@testable import Switching

@Suite struct SwitchStackTests {
    let network = TestNetwork()
    let loops: [EpollLoop]

    init() throws { loops = try (0..<3).map { _ in try EpollLoop() } }

    private func stack(_ count: Int = 3) throws -> SwitchStack {
        SwitchStack(registry: try Registry(network.plugin), loops: Array(loops[..<count]))
    }

    /// Ends the stack, and returns all that its events told.
    private func end(_ stack: SwitchStack) async -> [NodeEvent] {
        await stack.close()
        await stack.close()
        for loop in loops { await loop.stop() }
        return await stack.events.reduce(into: []) { $0.append($1) }
    }

    @Test func `a device with queues is opened on every loop, and is one port`() async throws {
        let stack = try stack()
        let id = try await stack.open(device: EndpointURI("test:lan?queues=on"))
        #expect(network.links.map(\.name) == ["lan", "lan", "lan"])
        let ports = await stack.snapshot().ports.filter { $0.role == .device }
        #expect(ports.map(\.id) == [id])
        let events = await end(stack)
        #expect(events.count == 2, "\(events)")
        #expect(network.links.map(\.closeCount) == [1, 1, 1])
    }

    @Test func `a device that knows nothing of queues is opened on the first loop`() async throws {
        let stack = try stack()
        try await stack.open(device: EndpointURI("test:lan"))
        #expect(network.links.count == 1)
        #expect(await stack.first.snapshot().ports.map(\.role).contains(.device))
        _ = await end(stack)
    }

    @Test func `a transport that can share its address listens on every loop`() async throws {
        let stack = try stack()
        let address = try await stack.listen(EndpointURI("test://localhost:0/?shares=on"))
        #expect(address.port == 4711)
        #expect(network.listenerCount == 3)
        _ = await end(stack)
        #expect(network.closedListenerCount == 3)
    }

    @Test func `a transport that cannot share its address listens on the first loop`() async throws {
        let stack = try stack()
        _ = try await stack.listen(EndpointURI("test://localhost:0/"), authenticator: EndpointURI("test:"))
        #expect(network.listenerCount == 1)
        #expect(network.authenticator != nil)
        _ = await end(stack)
    }

    @Test func `when one loop cannot open its part, nothing is left open`() async throws {
        let stack = try stack()
        await #expect(throws: Unplugged.self) { try await stack.open(device: EndpointURI("test:half?queues=on")) }
        await #expect(throws: Unplugged.self) { _ = try await stack.listen(EndpointURI("test:half?shares=on")) }
        #expect(network.links.allSatisfy { $0.closeCount == 1 })
        #expect(network.closedListenerCount == network.listenerCount)
        #expect(await stack.snapshot().ports.allSatisfy { $0.role == .trunk })
        _ = await end(stack)
    }

    @Test func `a stack of one has no trunks`() async throws {
        let stack = try stack(1)
        try await stack.open(device: EndpointURI("test:lan?queues=on"))
        _ = try await stack.listen(EndpointURI("test://localhost:0/?shares=on"))
        #expect(network.links.count == 1)
        #expect(network.listenerCount == 1)
        #expect(await stack.snapshot().ports.map(\.name) == ["lan"])
        #expect(await end(stack).count == 2)
    }

    @Test func `a closed stack takes nothing`() async throws {
        let stack = try stack()
        await stack.close()
        await #expect(throws: SwitchingError.closed) {
            try await stack.open(device: EndpointURI("test:lan?queues=on"))
        }
        await #expect(throws: SwitchingError.closed) { try await stack.connect(EndpointURI("test:wan")) }
        await #expect(throws: SwitchingError.closed) {
            _ = try await stack.listen(EndpointURI("test://localhost:0/?shares=on"))
        }
        #expect(network.links.map(\.closeCount) == [1, 1])
        _ = await end(stack)
    }
}

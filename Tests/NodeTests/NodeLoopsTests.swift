import Frame
import Reactor
import Switching
import SwitchingSupport
import Testing

@testable import Node

@Suite struct NodeLoopsTests {
    let network = TestNetwork()
    let loops: [EpollLoop]

    init() throws { loops = try (0..<3).map { _ in try EpollLoop() } }

    private func node(_ count: Int = 3) throws -> Node {
        Node(registry: try Registry(network.plugin), loops: Array(loops[..<count]))
    }

    /// Ends the node, and returns all that its events told.
    private func end(_ node: Node) async -> [NodeEvent] {
        await node.close()
        await node.close()
        for loop in loops { await loop.stop() }
        return await node.events.reduce(into: []) { $0.append($1.event) }
    }

    @Test func `a device with queues is opened on every loop, and is one port`() async throws {
        let node = try node()
        let id = try await node.open(device: EndpointURI("test:lan?queues=on"))
        #expect(network.links.map(\.name) == ["lan", "lan", "lan"])
        let ports = await node.snapshot().ports.filter { $0.role == .device }
        #expect(ports.map(\.id) == [id])
        let events = await end(node)
        #expect(events.count == 2, "\(events)")
        #expect(network.links.map(\.closeCount) == [1, 1, 1])
    }

    @Test func `a device that knows nothing of queues is opened on the first loop`() async throws {
        let node = try node()
        try await node.open(device: EndpointURI("test:lan"))
        #expect(network.links.count == 1)
        #expect(await node.shards[0].snapshot().ports.map(\.role).contains(.device))
        _ = await end(node)
    }

    @Test func `a transport that can share its address listens on every loop`() async throws {
        let node = try node()
        let address = try await node.listen(EndpointURI("test://localhost:0/?shares=on"))
        #expect(address.port == 4711)
        #expect(network.listenerCount == 3)
        _ = await end(node)
        #expect(network.closedListenerCount == 3)
    }

    @Test func `a transport that cannot share its address listens on the first loop`() async throws {
        let node = try node()
        _ = try await node.listen(EndpointURI("test://localhost:0/"), authenticator: EndpointURI("test:"))
        #expect(network.listenerCount == 1)
        #expect(network.authenticator != nil)
        _ = await end(node)
    }

    @Test func `when one loop cannot open its part, nothing is left open`() async throws {
        let node = try node()
        await #expect(throws: Unplugged.self) { try await node.open(device: EndpointURI("test:half?queues=on")) }
        await #expect(throws: Unplugged.self) { _ = try await node.listen(EndpointURI("test:half?shares=on")) }
        #expect(network.links.allSatisfy { $0.closeCount == 1 })
        #expect(network.closedListenerCount == network.listenerCount)
        #expect(await node.snapshot().ports.allSatisfy { $0.role == .trunk })
        _ = await end(node)
    }

    @Test func `a node with one loop has no trunks`() async throws {
        let node = try node(1)
        try await node.open(device: EndpointURI("test:lan?queues=on"))
        _ = try await node.listen(EndpointURI("test://localhost:0/?shares=on"))
        #expect(network.links.count == 1)
        #expect(network.listenerCount == 1)
        #expect(await node.snapshot().ports.map(\.name) == ["lan"])
        #expect(await end(node).count == 2)
    }

    @Test func `a closed node with several loops takes nothing`() async throws {
        let node = try node()
        await node.close()
        await #expect(throws: SwitchingError.closed) {
            try await node.open(device: EndpointURI("test:lan?queues=on"))
        }
        await #expect(throws: SwitchingError.closed) { try await node.connect(EndpointURI("test:wan")) }
        await #expect(throws: SwitchingError.closed) {
            _ = try await node.listen(EndpointURI("test://localhost:0/?shares=on"))
        }
        #expect(network.links.map(\.closeCount) == [1, 1])
        _ = await end(node)
    }
}

import Frame
import Reactor
import Switching
import SwitchingSupport
import Testing

@testable import Node

/// A node with one loop asks for no queues and no shares.
@Suite struct NodeOfOneLoopTests {
    private final class Counter: Sendable {
        let counts = Locked<[String]>([])
        func note(_ what: String) { counts.withLock { $0.append(what) } }
        var noted: [String] { counts.withLock { $0 } }
    }

    private struct CountingDevice: Device {
        let counter: Counter

        func open(on loop: any EventLoop) async throws -> sending any Link { TestLink() }
        func queues(_ count: Int) -> [any Device] {
            counter.note("\(count) queues")
            return Array(repeating: self, count: count)
        }
    }

    private struct Listening: Listener {
        let address: EndpointURI
        func close() async {}
    }

    private struct CountingTransport: Transport {
        let counter: Counter
        let uri: EndpointURI

        func listen(
            on loop: any EventLoop, authenticator: (any Authenticator)?, acceptor: any Acceptor
        ) async throws -> any Listener { Listening(address: uri) }
        func shares(_ count: Int) -> [any Transport] {
            counter.note("\(count) shares")
            return Array(repeating: self, count: count)
        }
    }

    @Test(arguments: [(1, []), (2, ["2 queues", "2 shares"])])
    func `queues and shares are for several`(count: Int, asked: [String]) async throws {
        let counter = Counter()
        let plugin = Plugin { registry throws(RegistryError) in
            try registry.add(device: "test") { _ in CountingDevice(counter: counter) }
            try registry.add(transport: "test") { CountingTransport(counter: counter, uri: $0) }
        }
        let loops = try (0..<count).map { _ in try EpollLoop() }
        let node = Node(registry: try Registry(plugin), loops: loops)
        try await node.open(device: EndpointURI("test:lan"))
        _ = try await node.listen(EndpointURI("test://localhost:0/"))
        #expect(counter.noted == asked)
        await node.close()
        for loop in loops { await loop.stop() }
    }
}

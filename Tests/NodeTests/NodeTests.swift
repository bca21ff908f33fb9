import Frame
import Switching
import SwitchingSupport
import Testing

@testable import Node

@Suite final class NodeTests {
    let network = TestNetwork()
    let node: Node

    init() throws { node = Node(registry: try Registry(network.plugin), loops: [InlineLoop()]) }

    // A node lives until it is closed.
    deinit { Task { [node] in await node.close() } }

    private func events(_ count: Int) async -> [NodeEvent] {
        var events: [NodeEvent] = []
        for await element in node.events.prefix(count) { events.append(element.event) }
        return events
    }

    @Test func `a device and a tunnel that URIs name are joined`() async throws {
        try await node.open(device: EndpointURI("test:lan"))
        try await node.connect(EndpointURI("test:wan"), as: .basic(user: "ann", password: "secret"))
        let bytes = frame(to: .broadcast, from: .station(1))
        network.links[0].deliver(bytes)
        #expect(network.links[1].frames == [bytes])
        #expect(network.links[0].carrier == [false, true])
        #expect(network.credentials == [.basic(user: "ann", password: "secret")])
        let ports = await node.snapshot().ports
        #expect(ports.map(\.name) == ["lan", "wan"])
        #expect(ports.map(\.role) == [.device, .tunnel])
    }

    @Test func `peers that a listener admits get ports of their own`() async throws {
        try await node.open(device: EndpointURI("test:lan"))
        let address = try await node.listen(EndpointURI("test://localhost:0/"), authenticator: EndpointURI("test:"))
        #expect(address.port == 4711)
        #expect(network.authenticator != nil)
        #expect(network.links[0].carrier == [false, true])
        let peer = Peer(address: "192.0.2.1:5000", principal: Principal("ann"))
        for _ in 0..<2 { await network.acceptor?.accepted(await network.open("peer"), from: peer) }
        #expect(await node.snapshot().ports.map(\.peer) == [nil, peer, peer])
        network.links[1].deliver(frame(to: .broadcast, from: .station(1)))
        #expect(network.links.map(\.sent.count) == [1, 0, 1])
    }

    @Test func `a listener without an authenticator gets none`() async throws {
        _ = try await node.listen(EndpointURI("test://localhost:0/"))
        #expect(network.authenticator == nil)
    }

    @Test func `an authenticator that cannot be made keeps the door shut`() async throws {
        await #expect(throws: Unplugged.self) {
            try await node.listen(EndpointURI("test://localhost:0/"), authenticator: EndpointURI("test:gone"))
        }
        #expect(network.acceptor == nil)
    }

    @Test func `what cannot be opened leaves no port`() async throws {
        await #expect(throws: Unplugged.self) { try await node.open(device: EndpointURI("test:gone")) }
        await #expect(throws: Unplugged.self) { try await node.connect(EndpointURI("test:gone")) }
        await #expect(throws: Unplugged.self) { try await node.listen(EndpointURI("test:gone")) }
        await #expect(throws: RegistryError.unknown(.device, scheme: "tap", available: ["test"])) {
            try await node.open(device: EndpointURI("tap:ethws0"))
        }
        #expect(await node.snapshot().ports.isEmpty)
    }

    @Test func `events tell what happens to ports`() async throws {
        try await node.open(device: EndpointURI("test:lan"))
        try await node.connect(EndpointURI("test:wan"))
        _ = try await node.listen(EndpointURI("test://localhost:0/"))
        network.links[1].end(Unplugged())
        network.acceptor?.refused("192.0.2.7", Unplugged())
        await node.close()
        let events = await events(10)
        guard events.count == 5, case .attached(let lan) = events[0], case .attached(let wan) = events[1],
            case .detached(let lost, let why) = events[2], case .refused(let address, _) = events[3],
            case .detached(let closed, reason: nil) = events[4]
        else { return #expect(Bool(false), "not the events that happened: \(events)") }
        #expect(lan.name == "lan" && wan.name == "wan" && lost.name == "wan" && closed.name == "lan")
        #expect(why is Unplugged)
        #expect(address == "192.0.2.7")
    }

    @Test func `events that nobody reads are bounded, and the newest are kept`() async throws {
        _ = try await node.listen(EndpointURI("test://localhost:0/"))
        for number in 0..<5000 { network.acceptor?.refused("\(number)", Unplugged()) }
        await node.close()
        var addresses: [String] = []
        for await element in node.events {
            if case .refused(let address, _) = element.event { addresses.append(address) }
        }
        #expect(addresses.count == 1024)
        #expect(addresses.last == "4999")
    }

    @Test func `addresses are listed page by page, with their ports`() async throws {
        let lan = try await node.open(device: EndpointURI("test:lan"))
        for number in [3, 1, 2] as [UInt64] { network.links[0].deliver(frame(to: .broadcast, from: .station(number))) }
        let page = await node.addresses(limit: 2)
        #expect(page.map(\.address) == [.station(1), .station(2)])
        #expect(page.map(\.port) == [lan, lan])
        #expect(await node.addresses(after: page.last).map(\.address) == [.station(3)])
        #expect(await node.addresses(limit: -1).isEmpty)
    }

    @Test func `a tap sees the frames of a port until it is removed`() async throws {
        let lan = try await node.open(device: EndpointURI("test:lan"))
        let tap = RecordingTap()
        #expect(await node.tap(lan, with: tap))
        let bytes = frame(to: .broadcast, from: .station(1))
        network.links[0].deliver(bytes)
        await node.remove(tap, from: lan)
        network.links[0].deliver(bytes)
        #expect(tap.seen == [.init(bytes, .received)])
        #expect(await node.tap(PortID(99), with: tap) == false)
    }

    @Test func `closing closes all listeners and links, once`() async throws {
        try await node.open(device: EndpointURI("test:lan"))
        _ = try await node.listen(EndpointURI("test://localhost:0/"))
        await node.close()
        await node.close()
        #expect(network.closedListenerCount == 1)
        #expect(network.links.map(\.closeCount) == [1])
        #expect(await node.snapshot().ports.isEmpty)
    }

    @Test func `a closed node takes nothing`() async throws {
        _ = try await node.listen(EndpointURI("test://localhost:0/"))
        await node.close()
        await #expect(throws: SwitchingError.closed) { try await node.open(device: EndpointURI("test:lan")) }
        await #expect(throws: SwitchingError.closed) { try await node.connect(EndpointURI("test:wan")) }
        await #expect(throws: SwitchingError.closed) { try await node.listen(EndpointURI("test://localhost:0/")) }
        await network.acceptor?.accepted(await network.open("late"), from: Peer(address: "", principal: nil))
        _ = await node.attach(await network.open("given"), as: .tunnel)
        #expect(network.links.map(\.closeCount) == [1, 1, 1, 1])
        #expect(network.closedListenerCount == 2)
        #expect(await node.snapshot().ports.isEmpty)
    }

    @Test func `a link that is being opened while the node closes is closed`() async throws {
        network.beforeOpening { [node] in await node.close() }
        await #expect(throws: SwitchingError.closed) { try await node.connect(EndpointURI("test:wan")) }
        #expect(network.links.map(\.closeCount) == [1])
    }

    @Test func `a link that was opened elsewhere is plugged in`() async {
        let first = await node.attach(await network.open("a"), as: .device)
        let second = await node.attach(await network.open("b"), as: .tunnel)
        #expect(await node.snapshot().ports.map(\.id) == [first, second])
    }
}

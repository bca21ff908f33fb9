import Frame
import SwitchingSupport

@testable import Switching

/// A switch with a device, and with clients that its policies are for.
final class PolicyBench {
    let device = TestLink("device")
    private let fabric: LearningSwitch
    private let clock: Clock
    private let log: Log

    private final class Clock { var now = Duration.seconds(86_400) }
    private final class Log { var events: [NodeEvent] = [] }
    private struct Gone: Error {}

    /// Keeps all ports.
    private final class Keeper: PortKeeper {
        func keeps(_ port: PortSnapshot, after reason: (any Error)?) -> Bool { true }
    }

    init(_ policies: PortPolicies, ageing: Duration = .seconds(300), addressCapacity: Int = 16_384) {
        var configuration = SwitchConfiguration()
        configuration.policies = policies
        configuration.ageing = ageing
        configuration.addressCapacity = addressCapacity
        let (clock, log) = (Clock(), Log())
        (self.clock, self.log) = (clock, log)
        fabric = LearningSwitch(
            configuration: configuration, now: { clock.now }, report: { log.events.append($0) })
        fabric.attach(device, as: .device)
    }

    /// Makes one with one policy for everybody.
    convenience init(addressCapacity: Int = 16_384, _ change: (inout PortPolicy) -> Void) {
        var policy = PortPolicy()
        change(&policy)
        self.init(PortPolicies(standard: policy), addressCapacity: addressCapacity)
    }

    deinit { fabric.detachAll() }

    /// A client, and the port it is on.
    struct Client {
        let link: TestLink
        let port: PortID
    }

    func client(_ name: String?, at address: PeerAddress = "192.0.2.1:1000") -> Client {
        let link = TestLink(name ?? "anybody")
        let peer = Peer(address: address, principal: name.map { Principal($0) })
        return Client(link: link, port: fabric.attach(link, as: .tunnel, peer: peer, keeper: Keeper()))
    }

    func apply(_ policies: PortPolicies) { fabric.apply(policies) }

    /// Lets a client's link end, and plugs another into its port, which was kept.
    func replug(_ client: Client, as name: String) -> Client? {
        client.link.end(Gone())
        let link = TestLink(name)
        let peer = Peer(address: "192.0.2.1:1001", principal: Principal(name))
        return fabric.plug(link, into: client.port, peer: peer) ? Client(link: link, port: client.port) : nil
    }

    /// Lets a client's link end, and keeps its port.
    func lose(_ client: Client) { client.link.end(Gone()) }

    func pass(_ time: Duration) { clock.now += time }

    /// Those of peers that are there, and of peers that are to come back.
    var accountCount: Int { fabric.stack.accounts.count }

    var snapshot: SwitchSnapshot { fabric.snapshot() }

    func unplug(_ client: Client) { fabric.detach(client.port) }

    func counters(_ client: Client) -> PortCounters {
        fabric.snapshot().ports.first { $0.id == client.port }?.counters ?? PortCounters()
    }

    /// The reasons why frames were dropped, or would have been, in the order in which they were reported.
    var violations: [(reason: DropReason, isDropped: Bool)] {
        log.events.compactMap { event in
            guard case .violated(_, let reason, let isDropped) = event else { return nil }
            return (reason, isDropped)
        }
    }

    /// The addresses that went round in circles.
    var loops: [MACAddress] {
        log.events.compactMap { event in
            guard case .looped(_, let address, _, _) = event else { return nil }
            return address
        }
    }

    /// The ports that were shut and are open again.
    var reopenings: [PortID] {
        log.events.compactMap { event in
            guard case .reopened(let port) = event else { return nil }
            return port.id
        }
    }

    /// How many frames each link was sent since the last call: the device first.
    func takeSentCounts(_ clients: Client...) -> [Int] {
        let links = [device] + clients.map(\.link)
        defer { for link in links { link.forget() } }
        return links.map(\.sent.count)
    }
}

import Frame
import Reactor
import Testing

@testable import Transports

@Suite struct SharedPortTests {
    private let loops: [EpollLoop]
    private let hosts: [Host]

    init() throws {
        let loops = try (0..<2).map { _ in try EpollLoop() }
        (self.loops, hosts) = (loops, loops.map { Host(on: $0) })
    }

    private func listen(port: UInt16 = 0) async throws -> [any Listener] {
        let transport = try WebSocketTransport(EndpointURI("ws://127.0.0.1:\(port)/"))
        var listeners: [any Listener] = []
        for ((share, loop), host) in zip(zip(transport.shares(2), loops), hosts) {
            listeners.append(try await share.listen(on: loop, authenticator: nil, acceptor: host))
        }
        return listeners
    }

    private func close(_ listeners: [any Listener]) async {
        for listener in listeners { await listener.close() }
    }

    @Test func `all listen at the port that the first has got`() async throws {
        let listeners = try await listen()
        #expect(listeners[0].address == listeners[1].address)
        #expect(listeners[0].address.port != 0)
        await close(listeners)
    }

    @Test func `peers spread over the loops`() async throws {
        let listeners = try await listen()
        var parties: [Party] = []
        for _ in 0..<40 {
            let party = Party(on: loops[0])
            try await party.connect(listeners[0].address)
            parties.append(party)
        }
        // All forty on one loop would be chance, once in 2³⁹ times.
        for host in hosts { _ = try await host.party() }
        for party in parties { await party.close() }
        await close(listeners)
    }

    @Test func `a port belongs to those who share it, and to nobody else`() async throws {
        let listeners = try await listen()
        let port = try #require(listeners[0].address.port)
        await #expect(throws: SystemError.self) { _ = try await listen(port: port) }
        await #expect(throws: SystemError.self) {
            let transport = try WebSocketTransport(EndpointURI("ws://127.0.0.1:\(port)/"))
            _ = try await transport.listen(on: loops[0], authenticator: nil, acceptor: hosts[0])
        }
        await close(listeners)
    }

    @Test func `when all have closed, nobody is let in`() async throws {
        let listeners = try await listen()
        await close(listeners)
        await #expect(throws: TransportError.self) { try await Party(on: loops[0]).connect(listeners[0].address) }
    }
}

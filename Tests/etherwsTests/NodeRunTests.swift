import CLinux
import Devices
import Frame
import Linux
import Node
import Testing
import Transports

@testable import etherws

/// Whole nodes between loopback devices, in this process and without root.
@Suite struct NodeRunTests {
    @Test(
        "A signal ends a tunnel that is ready, in good order",
        arguments: [(SIGTERM, 143), (SIGINT, 130)] as [(CInt, CInt)])
    func signal(number: CInt, status: CInt) async throws {
        let server = try Run("loopback:a\(number)", listening: "ws://127.0.0.1:0/")
        async let ending = server.end()
        await server.isReady()
        server.run.interrupt(number)
        #expect(try await ending.rawValue == status)
        #expect(server.log.lines.first == "info attached loopback:a\(number)")
        #expect(server.log.lines.contains("info closing, as signal \(number) asks"))
        #expect(server.closings.withLock { $0 } == 1)
    }

    @Test("A client that is not to reconnect ends with its server, and says so in one line")
    func serverEnds() async throws {
        let server = try Run("loopback:b", listening: "ws://127.0.0.1:0/lab")
        async let serverEnding = server.end()
        await server.isReady()
        let client = try Run("loopback:c", connecting: try server.address)
        async let clientEnding = client.end()
        await client.isReady()
        let before = client.log.lines.count

        server.run.interrupt(SIGTERM)
        #expect(try await serverEnding == .signal(SIGTERM))
        #expect(try await clientEnding == .unreachable)
        let last = client.log.lines[before...]
        #expect(last.count == 1 && last.first?.hasPrefix("error ws:127.0.0.1:") == true, "\(last)")
    }

    @Test("A server goes on when a client ends")
    func clientEnds() async throws {
        let server = try Run("loopback:d", listening: "ws://127.0.0.1:0/")
        async let serverEnding = server.end()
        await server.isReady()
        for name in ["e", "f"] {
            let client = try Run("loopback:\(name)", connecting: try server.address)
            async let clientEnding = client.end()
            await client.isReady()
            client.run.interrupt(SIGINT)
            #expect(try await clientEnding == .signal(SIGINT))
        }
        server.run.interrupt(SIGTERM)
        #expect(try await serverEnding == .signal(SIGTERM))
    }

    @Test("A tunnel on several loops serves its clients, and ends in good order")
    func loops() async throws {
        let server = try Run("loopback:k", listening: "ws://127.0.0.1:0/", loops: 3)
        async let serverEnding = server.end()
        await server.isReady()
        for name in ["l", "m"] {
            let client = try Run("loopback:\(name)", connecting: try server.address, loops: 2)
            async let clientEnding = client.end()
            await client.isReady()
            client.run.interrupt(SIGINT)
            #expect(try await clientEnding == .signal(SIGINT))
        }
        server.run.interrupt(SIGTERM)
        #expect(try await serverEnding == .signal(SIGTERM))
        #expect(server.log.lines.filter { $0.contains("attached loopback:k") }.count == 1)
        #expect(!server.log.lines.contains { $0.contains("trunk") })
    }

    @Test("What cannot be made ready is an error, and nothing stays open")
    func notReady() async throws {
        let server = try Run("loopback:g", listening: "ws://127.0.0.1:0/")
        async let serverEnding = server.end()
        await server.isReady()
        let taken = try server.address
        server.run.interrupt(SIGTERM)
        _ = try await serverEnding

        for _ in 0..<3 {
            // The cable has two ends: a run that left one open would make the third fail otherwise than the first.
            let client = try Run("loopback:g", connecting: taken)
            await #expect(throws: TransportError.self) { try await client.end() }
        }
    }

    @Test("Files are read again when SIGHUP asks, and the beginning and the end of it are told")
    func reload() async throws {
        let run = try Run("loopback:n", listening: "ws://127.0.0.1:0/")
        async let ending = run.end()
        await run.isReady()
        run.run.reload()
        for await _ in run.reloaded { break }
        #expect(run.reloads.withLock { $0 } == [true, false])
        run.run.interrupt(SIGTERM)
        #expect(try await ending == .signal(SIGTERM))
    }

    @Test("A signal before the tunnel is ready interrupts its start")
    func interrupted() async throws {
        let run = try Run("loopback:h", listening: "ws://127.0.0.1:0/")
        run.run.interrupt(SIGTERM)
        await #expect(throws: Interrupted(signal: SIGTERM)) { try await run.end() }
    }

    @Test("Where nobody waits any more for it to be ready, a tunnel closes again")
    func launcherGone() async throws {
        let run = try Run("loopback:i", listening: "ws://127.0.0.1:0/")
        let gone = Failure("gone", .unreachable)
        await #expect(throws: gone) { try await run.run.run(presenting: nil, ready: { throw gone }) }
    }
}

/// A run under test, with all it says.
private final class Run: Sendable {
    let run: NodeRun
    let log = RecordedLog()
    let closings = Locked(0)
    let reloads = Locked<[Bool]>([])
    let reloaded: AsyncStream<Void>
    private let reportReloaded: AsyncStream<Void>.Continuation
    private let ready: AsyncStream<Void>
    private let reportReady: AsyncStream<Void>.Continuation

    convenience init(_ device: String, listening uri: String, loops: Int = 1) throws {
        let listeners = [ListenerEntry("listener", try EndpointURI(uri))]
        try self.init(NodePlan(devices: [DeviceEntry("device", try EndpointURI(device))], listeners: listeners), loops)
    }

    convenience init(_ device: String, connecting uri: EndpointURI, loops: Int = 1) throws {
        let tunnels = [TunnelEntry("tunnel", [uri])]
        try self.init(NodePlan(devices: [DeviceEntry("device", try EndpointURI(device))], tunnels: tunnels), loops)
    }

    private init(_ node: NodePlan, _ loops: Int) throws {
        let plan = RunPlan(node: node, loopCount: loops)
        run = NodeRun(plan: plan, registry: try Registry(.devices, .transports), logger: log.logger)
        (ready, reportReady) = AsyncStream.makeStream()
        (reloaded, reportReloaded) = AsyncStream.makeStream()
    }

    func end() async throws -> etherws.ExitStatus {
        defer { reportReady.finish() }
        return try await run.run(
            presenting: nil,
            ready: { reportReady.yield() },
            reloading: { isReloading in
                reloads.withLock { $0.append(isReloading) }
                if !isReloading { reportReloaded.yield() }
            },
            closing: { closings.withLock { $0 += 1 } }
        )
    }

    /// Returns once it is ready, or has ended without.
    func isReady() async { for await _ in ready { return } }

    /// Where a server listens, as its log says.
    var address: EndpointURI {
        get throws {
            let prefix = "info listening on "
            let line = try #require(log.lines.first { $0.hasPrefix(prefix) })
            return try EndpointURI(String(line.dropFirst(prefix.count)))
        }
    }
}

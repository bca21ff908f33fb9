import CLinux
import Devices
import Frame
import Linux
import Testing
import Transports

@testable import etherws

/// Whole tunnels between loopback devices, in this process and without root.
@Suite struct TunnelTests {
    @Test(
        "A signal ends a tunnel that is ready, in good order",
        arguments: [(SIGTERM, 143), (SIGINT, 130)] as [(CInt, CInt)])
    func signal(number: CInt, status: CInt) async throws {
        let server = try Run("loopback:a\(number)", .listen(EndpointURI("ws://127.0.0.1:0/"), authenticator: nil))
        async let ending = server.end()
        await server.isReady()
        server.tunnel.interrupt(number)
        #expect(try await ending.rawValue == status)
        #expect(server.log.lines.first == "info attached loopback:a\(number)")
        #expect(server.log.lines.contains("info closing, as signal \(number) asks"))
        #expect(server.closings.withLock { $0 } == 1)
    }

    @Test("A client that is not to reconnect ends with its server, and says so in one line")
    func serverEnds() async throws {
        let server = try Run("loopback:b", .listen(EndpointURI("ws://127.0.0.1:0/lab"), authenticator: nil))
        async let serverEnding = server.end()
        await server.isReady()
        let client = try Run("loopback:c", .connect([try server.address], user: nil))
        async let clientEnding = client.end()
        await client.isReady()
        let before = client.log.lines.count

        server.tunnel.interrupt(SIGTERM)
        #expect(try await serverEnding == .signal(SIGTERM))
        #expect(try await clientEnding == .unreachable)
        let last = client.log.lines[before...]
        #expect(last.count == 1 && last.first?.hasPrefix("error ws:127.0.0.1:") == true, "\(last)")
    }

    @Test("A server goes on when a client ends")
    func clientEnds() async throws {
        let server = try Run("loopback:d", .listen(EndpointURI("ws://127.0.0.1:0/"), authenticator: nil))
        async let serverEnding = server.end()
        await server.isReady()
        for name in ["e", "f"] {
            let client = try Run("loopback:\(name)", .connect([try server.address], user: nil))
            async let clientEnding = client.end()
            await client.isReady()
            client.tunnel.interrupt(SIGINT)
            #expect(try await clientEnding == .signal(SIGINT))
        }
        server.tunnel.interrupt(SIGTERM)
        #expect(try await serverEnding == .signal(SIGTERM))
    }

    @Test("A tunnel on several loops serves its clients, and ends in good order")
    func loops() async throws {
        let server = try Run("loopback:k", .listen(EndpointURI("ws://127.0.0.1:0/"), authenticator: nil), loops: 3)
        async let serverEnding = server.end()
        await server.isReady()
        for name in ["l", "m"] {
            let client = try Run("loopback:\(name)", .connect([try server.address], user: nil), loops: 2)
            async let clientEnding = client.end()
            await client.isReady()
            client.tunnel.interrupt(SIGINT)
            #expect(try await clientEnding == .signal(SIGINT))
        }
        server.tunnel.interrupt(SIGTERM)
        #expect(try await serverEnding == .signal(SIGTERM))
        #expect(server.log.lines.filter { $0.contains("attached loopback:k") }.count == 1)
        #expect(!server.log.lines.contains { $0.contains("trunk") })
    }

    @Test("What cannot be made ready is an error, and nothing stays open")
    func notReady() async throws {
        let server = try Run("loopback:g", .listen(EndpointURI("ws://127.0.0.1:0/"), authenticator: nil))
        async let serverEnding = server.end()
        await server.isReady()
        let taken = try server.address
        server.tunnel.interrupt(SIGTERM)
        _ = try await serverEnding

        for _ in 0..<3 {
            // The cable has two ends: a run that left one open would make the third fail otherwise than the first.
            let client = try Run("loopback:g", .connect([taken], user: nil))
            await #expect(throws: TransportError.self) { try await client.end() }
        }
    }

    @Test("Files are read again when SIGHUP asks, and the beginning and the end of it are told")
    func reload() async throws {
        let run = try Run("loopback:n", .listen(EndpointURI("ws://127.0.0.1:0/"), authenticator: nil))
        async let ending = run.end()
        await run.isReady()
        run.tunnel.reload()
        for await _ in run.reloaded { break }
        #expect(run.reloads.withLock { $0 } == [true, false])
        run.tunnel.interrupt(SIGTERM)
        #expect(try await ending == .signal(SIGTERM))
    }

    @Test("A signal before the tunnel is ready interrupts its start")
    func interrupted() async throws {
        let run = try Run("loopback:h", .listen(EndpointURI("ws://127.0.0.1:0/"), authenticator: nil))
        run.tunnel.interrupt(SIGTERM)
        await #expect(throws: Interrupted(signal: SIGTERM)) { try await run.end() }
    }

    @Test("Where nobody waits any more for it to be ready, a tunnel closes again")
    func launcherGone() async throws {
        let run = try Run("loopback:i", .listen(EndpointURI("ws://127.0.0.1:0/"), authenticator: nil))
        let gone = Failure("gone", .unreachable)
        await #expect(throws: gone) { try await run.tunnel.run(password: nil, ready: { throw gone }) }
    }
}

/// A tunnel under test, with all it says.
private final class Run: Sendable {
    let tunnel: Tunnel
    let log = RecordedLog()
    let closings = Locked(0)
    let reloads = Locked<[Bool]>([])
    let reloaded: AsyncStream<Void>
    private let reportReloaded: AsyncStream<Void>.Continuation
    private let ready: AsyncStream<Void>
    private let reportReady: AsyncStream<Void>.Continuation

    init(_ device: String, _ farEnd: TunnelPlan.FarEnd, loops: Int = 1) throws {
        let plan = TunnelPlan(device: try EndpointURI(device), farEnd: farEnd, loopCount: loops)
        tunnel = Tunnel(plan: plan, registry: try Registry(.devices, .transports), logger: log.logger)
        (ready, reportReady) = AsyncStream.makeStream()
        (reloaded, reportReloaded) = AsyncStream.makeStream()
    }

    func end() async throws -> etherws.ExitStatus {
        defer { reportReady.finish() }
        return try await tunnel.run(
            password: nil,
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

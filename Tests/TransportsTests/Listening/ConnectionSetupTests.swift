import CLinux
import Conformance
import Frame
import Glibc
import HTTP
import Linux
import Streams
import Testing
import WebSocket

@testable import Transports

/// How long a server waits for a peer, on a loop that a test moves by hand.
@Suite struct ConnectionSetupTests {
    private let loop = ManualLoop()
    private let near: CInt
    private let far: StreamSocket

    init() throws {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        try #require(socketpair(AF_UNIX, type, 0, &ends) == 0)
        near = ends[0]
        far = StreamSocket(owning: ends[1])
    }

    private struct Undecided: Authenticator {
        let gate: Gate

        func authenticate(_ credentials: Credentials) async throws -> Principal? {
            await gate.wait()
            return nil
        }
    }

    private actor Desk {
        private let loop: ManualLoop
        private let rules: SetupRules

        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(_ rules: SetupRules, on loop: ManualLoop) { (self.rules, self.loop) = (rules, loop) }

        /// - Returns: why the peer was refused.
        func receive(_ descriptor: CInt) async -> String {
            do {
                let socket = StreamSocket(owning: descriptor)
                _ = try await ConnectionSetup(rules, socket, from: .unnamed(shownAs: "peer")).run()
                return ""
            } catch {
                return "\(error)"
            }
        }
    }

    private func receive(
        asking authenticator: (any Authenticator)?,
        _ resources: SharedResources = SharedResources(ClientPolicy())
    ) throws -> Task<String, Never> {
        let endpoint = try WebSocketEndpoint(EndpointURI("ws://h/"))
        let rules = SetupRules(endpoint, resources, identity: nil, authenticator: authenticator, on: loop)
        let (desk, near) = (Desk(rules, on: loop), near)
        return Task { await desk.receive(near) }
    }

    private func say(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { far.send($0) } == .bytes(text.utf8.count))
        loop.makeReady(near, for: .read)
    }

    /// - Parameter isLeaving: whether the peer goes.
    private func finish(_ task: Task<String, Never>, isLeaving: Bool = true) async -> String {
        if isLeaving { far.abort() }
        return await loop.outcome(of: task) { loop.makeReady(near, for: .read) }
    }

    @Test("A request has ten seconds, and a decision on it thirty")
    func limits() async throws {
        let gate = Gate()
        let task = try receive(asking: Undecided(gate: gate))
        await loop.settle(at: .seconds(10))
        loop.advance(by: .seconds(1))
        say(Server.upgrade + "\r\n")
        await loop.settle(at: .seconds(31))
        gate.open()
        // The answer has a second to be read.
        await loop.settle(at: .seconds(2))
        #expect(await finish(task) == "no credentials")
    }

    @Test("Who has guessed too often is told to come again in five seconds, and one more")
    func retrying() async throws {
        let (resources, clerk) = (SharedResources(ClientPolicy()), Undecided(gate: Gate()))
        clerk.gate.open()
        let (host, wrong) = (PeerAddress.unnamed(shownAs: "").host, Credentials.basic(user: "ann", password: "wrong"))
        for _ in 0..<10 { _ = await resources.gate.decide(on: wrong, from: host, by: clerk, on: loop) }
        let task = try receive(asking: clerk, resources)
        await loop.settle(at: .seconds(10))
        let basic = BasicCredentials.encode(.init(user: "ann", password: "wrong"))
        say(Server.upgrade + "Authorization: \(basic)\r\n\r\n")
        await loop.settle(at: .seconds(1))
        var answer = [UInt8](repeating: 0, count: 1_024)
        guard case .bytes(let count) = answer.withUnsafeMutableBytes({ far.receive(into: $0) }) else {
            return #expect(Bool(false), "no answer")
        }
        #expect(String(decoding: answer.prefix(count), as: UTF8.self).contains("\r\nRetry-After: 6\r\n"))
        #expect(await finish(task) == "too many wrong credentials have come from this network")
    }

    @Test(
        "A handshake that comes to nothing gives back 64 KiB, and one that comes to a link nothing",
        arguments: [(65_536, true, true), (65_537, true, false), (65_536, false, false)])
    func memory(missing: Int, isLeaving: Bool, isReturned: Bool) async throws {
        let resources = SharedResources(ClientPolicy())
        resources.memory.freed(16 * 1_048_576 - missing, on: loop)
        let task = try receive(asking: nil, resources)
        await loop.settle(at: .seconds(10))
        if !isLeaving { say(Server.upgrade + "\r\n") }
        #expect(await finish(task, isLeaving: isLeaving).isEmpty == !isLeaving)
        #expect(loop.nextDeadline == (isReturned ? .seconds(1) : nil))
    }

    @Test("A peer that waits too long for a decision is told nothing, and is ended at once")
    func undecided() async throws {
        let gate = Gate()
        let task = try receive(asking: Undecided(gate: gate))
        await loop.settle(at: .seconds(10))
        say(Server.upgrade + "\r\n")
        await loop.settle(at: .seconds(30))
        loop.advance(by: .seconds(30))
        var byte: UInt8 = 0
        #expect(withUnsafeMutableBytes(of: &byte) { far.receive(into: $0) } == .bytes(0))
        gate.open()
        #expect(await !finish(task).isEmpty)
    }
}

import CLinux
import Conformance
import Frame
import Glibc
import Testing

@testable import Streams

/// Attempts to connect on a loop that a test moves by hand.
@Suite struct ConnectionRaceTests {
    private let loop = ManualLoop()

    private final class Outcome {
        var results: [Result<StreamSocket, any Error>] = []
        var events: [DialEvent] = []
    }

    /// A socket that listens, and its address.
    private func listener() throws -> (StreamSocket, SocketAddress) {
        let socket = try StreamSocket(family: AF_INET)
        let any = try #require(try Resolver.addresses(of: "127.0.0.1", port: 0).first)
        try #require(any.withSockaddr { bind(socket.descriptor, $0, $1) } == 0)
        try #require(Glibc.listen(socket.descriptor, 5) == 0)
        return (socket, try #require(SocketAddress { getsockname(socket.descriptor, $0, $1) }))
    }

    @Test("The next address is tried after 250 milliseconds (RFC 8305 §5), and all have as long as there is")
    func delay() throws {
        let (listening, address) = try listener()
        let outcome = Outcome()
        let race = ConnectionRace(to: [address, address], peer: "h", on: loop) { outcome.results.append($0) }
        race.start(within: .seconds(10))
        #expect(loop.nextDeadline == .milliseconds(250))
        loop.advance(by: .milliseconds(250))
        #expect(loop.nextDeadline == .milliseconds(500))
        loop.advance(by: .milliseconds(250))
        #expect(loop.nextDeadline == .seconds(10))
        #expect(outcome.results.isEmpty)
        loop.advance(by: .seconds(10))
        #expect(outcome.results.count == 1)
        #expect(throws: TransportError.unreachable("cannot connect to h: no answer")) { try outcome.results[0].get() }
        withExtendedLifetime(listening) {}
    }

    @Test("An attempt that is cancelled has nothing left to wait for")
    func cancelling() throws {
        let (listening, address) = try listener()
        let outcome = Outcome()
        let race = ConnectionRace(to: [address], peer: "h", on: loop) { outcome.results.append($0) }
        race.start(within: .seconds(10))
        race.cancel()
        race.cancel()
        #expect(outcome.results.count == 1 && loop.nextDeadline == nil)
        #expect(throws: CancellationError.self) { try outcome.results[0].get() }
        withExtendedLifetime(listening) {}
    }

    @Test("When one address refuses the next one is tried at once, and each is named if it is not what was asked for")
    func refusal() throws {
        let (listening, address) = try listener()
        let closed = try {
            let (socket, address) = try listener()
            withExtendedLifetime(socket) {}
            return address
        }()
        let outcome = Outcome()
        let race = ConnectionRace(to: [closed, address], peer: "h", on: loop) { outcome.results.append($0) }
        race.start(within: .seconds(10))
        // The first attempt's socket is the lowest that is watched.
        let watched = (0..<65_536).filter { loop.interest(in: $0) != nil }
        #expect(watched.count == 1)
        loop.makeReady(try #require(watched.first), for: .write)
        #expect(outcome.results.isEmpty)
        #expect(loop.nextDeadline == .milliseconds(250))
        let next = try #require((0..<65_536).first { loop.interest(in: $0) != nil })
        loop.makeReady(next, for: .write)
        #expect(try outcome.results.first?.get().descriptor == next)
        #expect(loop.nextDeadline == nil)
        withExtendedLifetime(listening) {}
    }
}

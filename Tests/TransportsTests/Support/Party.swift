import Frame
import Linux
import Reactor
import TestSupport

@testable import Transports

/// Somebody with a link who remembers what arrives on it; for tests, on a loop of its own.
actor Party {
    private let loop: EpollLoop
    private let inbox = Inbox()
    private var link: (any Link)?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Collects what a link delivers.
    private final class Inbox: FrameReceiver {
        var frames: [[UInt8]] = []
        var drops: [DropReason] = []
        var drains = 0
        var end: Result<Void, any Error>?

        func received(_ frame: RawSpan, _ offload: Offload) { frames.append(frame.withUnsafeBytes { Array($0) }) }
        func dropped(_ reason: DropReason) { drops.append(reason) }
        func drained() { drains += 1 }
        func closed(_ reason: (any Error)?) { end = reason.map { .failure($0) } ?? .success(()) }
    }

    init(on loop: EpollLoop) { self.loop = loop }

    func take(_ link: sending any Link) {
        self.link = link
        link.start(inbox)
    }

    func connect(_ uri: EndpointURI, as credentials: Credentials = .none) async throws {
        take(try await WebSocketTransport(uri).connect(on: loop, as: credentials))
    }

    /// Sends frames and flushes once; tells how many were taken.
    @discardableResult
    func send(_ frames: [[UInt8]]) -> Int {
        let taken = frames.count { link?.send($0.span.bytes) == true }
        link?.flush()
        return taken
    }

    /// What the link takes beyond ordinary frames.
    var capabilities: LinkCapabilities? { link?.capabilities }

    /// Sends a super-frame and flushes; tells whether it was taken.
    func send(_ superFrame: [UInt8], _ offload: Offload) -> Bool {
        defer { link?.flush() }
        return link?.send(superFrame.span.bytes, offload) == true
    }

    func pauseReceiving(for duration: Duration) { (link as? any PeerLink)?.pauseReceiving(for: duration) }

    var snapshot: LinkSnapshot? { link?.snapshot }

    func close() { link?.close() }

    /// The frames that have arrived, once there are `count` of them or the link has ended.
    func frames(_ count: Int) async -> [[UInt8]] {
        await wait { self.inbox.frames.count >= count || self.inbox.end != nil }
        return inbox.frames
    }

    /// The frames that have arrived, once the last of them is `last` or the link has ended.
    func frames(upTo last: [UInt8]) async -> [[UInt8]] {
        await wait { self.inbox.frames.last == last || self.inbox.end != nil }
        return inbox.frames
    }

    /// The drops that were reported, once there are `count` of them or the link has ended.
    func drops(_ count: Int) async -> [DropReason] {
        await wait { self.inbox.drops.count >= count || self.inbox.end != nil }
        return inbox.drops
    }

    /// How the link ended.
    func end() async -> Result<Void, any Error>? {
        await wait { self.inbox.end != nil }
        return inbox.end
    }

    /// Lets the loop turn until `condition` holds, for a minute at most.
    private func wait(until condition: () -> Bool) async {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition(), ContinuousClock.now < deadline {
            await withCheckedContinuation { continuation in
                _ = loop.schedule(after: .milliseconds(1)) { continuation.resume() }
            }
        }
    }
}

/// Gives each admitted link to a new party, and remembers who was refused.
final class Host: Acceptor {
    private let loop: EpollLoop
    private let state = Locked((parties: [(Party, Peer)](), refusals: [String]()))

    init(on loop: EpollLoop) { self.loop = loop }

    func accepted(_ link: sending any Link, from peer: Peer) async {
        let party = Party(on: loop)
        await party.take(link)
        state.withLock { $0.parties.append((party, peer)) }
    }

    func refused(_ address: String, _ reason: any Error) { state.withLock { $0.refusals.append("\(reason)") } }

    /// The party behind the `number`th peer, once it is there.
    func party(_ number: Int = 0) async throws -> (Party, Peer) {
        try await eventually { self.state.withLock { number < $0.parties.count ? $0.parties[number] : nil } }
    }

    /// Why the `number`th refused peer was refused, once it was.
    func refusal(_ number: Int = 0) async throws -> String {
        try await eventually { self.state.withLock { number < $0.refusals.count ? $0.refusals[number] : nil } }
    }
}

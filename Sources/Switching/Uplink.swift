import Frame

/// A tunnel that a node brings back: it keeps the port of a link that has ended, and says so.
///
/// Lives on the node's event loop.
final class Uplink: PortKeeper {
    let peers: PeerList
    var backoff: Backoff
    /// The port, as it was when its link ended; `nil` while it has one.
    private(set) var lost: PortSnapshot?
    /// Whether the last attempt was refused.
    private(set) var isRefused = false
    /// Brings the tunnel back.
    var dialing: Task<Void, Never>?
    /// The wait before the next attempt.
    private var pause: Pause?
    private let loop: any EventLoop
    private let onLoss: () -> Void

    init(to peers: PeerList, backoff: Backoff, on loop: any EventLoop, onLoss: @escaping () -> Void) {
        (self.peers, self.backoff, self.loop, self.onLoss) = (peers, backoff, loop, onLoss)
    }

    func keeps(_ port: PortSnapshot, after reason: (any Error)?) -> Bool {
        lost = port
        isRefused = false
        backoff.lost(at: loop.now)
        onLoss()
        return true
    }

    /// The tunnel works.
    func established() {
        lost = nil
        backoff.established(at: loop.now)
    }

    /// An attempt has failed.
    func failed(_ error: any Error) {
        backoff.failed()
        isRefused = (error as? TransportError)?.isRefusal == true
    }

    /// How long to wait before the next attempt.
    var nextPause: Duration {
        backoff.pause(at: loop.now, isRefused: isRefused, random: .random(in: 0..<1))
    }

    /// Waits, unless it is told to stop.
    nonisolated(nonsending) func wait(_ duration: Duration) async {
        await withCheckedContinuation { pause = Pause(duration, on: loop, $0) }
    }

    /// Stops bringing the tunnel back.
    func stop() {
        dialing?.cancel()
        dialing = nil
        pause?.end()
    }
}

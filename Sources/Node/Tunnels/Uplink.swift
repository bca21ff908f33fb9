import Frame
import Switching

/// A tunnel that a node brings back: it keeps the port of a link that has ended, and says so.
///
/// Lives on the node's event loop.
final class Uplink: PortKeeper {
    let peers: PeerList
    private var backoff: Backoff
    /// The port, as it was when its link ended; `nil` while it has one.
    private(set) var lost: PortSnapshot?
    /// Whether the last attempt was refused.
    private(set) var isRefused = false
    /// For how long the peer has asked to be left alone.
    private var rest = Duration.zero
    /// When the attempt under way began, if there is one.
    private var attemptBegan: Duration?
    /// Brings the tunnel back.
    private var dialing: Task<Void, Never>?
    /// The wait before the next attempt.
    private var pause: Pause?
    private let loop: any EventLoop
    private let onLoss: () -> Void

    init(to peers: PeerList, backoff: Backoff, on loop: any EventLoop, onLoss: @escaping () -> Void) {
        (self.peers, self.backoff, self.loop, self.onLoss) = (peers, backoff, loop, onLoss)
    }

    func keeps(_ port: PortSnapshot, after reason: (any Error)?) -> Bool {
        lost = port
        (isRefused, rest) = (false, .zero)
        backoff.lost(at: loop.now)
        onLoss()
        return true
    }

    /// The tunnel works.
    func established() {
        (lost, attemptBegan) = (nil, nil)
        backoff.established(at: loop.now)
    }

    /// Is being brought back by a task that has not begun; what was begun before is stopped.
    func bringBack(by dialing: Task<Void, Never>) {
        stop()
        self.dialing = dialing
    }

    /// The network has changed: the next attempt need not wait.
    func hurry() { backoff.hurry() }

    /// An attempt begins.
    func beginAttempt() { attemptBegan = loop.now }

    /// An attempt has failed.
    func failed(_ error: any Error) {
        backoff.failed()
        attemptBegan = nil
        isRefused = (error as? TransportError)?.isRefusal == true
        rest = (error as? TransportError)?.delay ?? .zero
    }

    /// Whether to begin anew because the network has changed.
    ///
    /// Not where we were refused, for then we reached somebody; nor while an attempt is young: on a host whose network changes all
    /// the time none would succeed otherwise.
    var mayHurry: Bool {
        guard lost != nil, !isRefused else { return false }
        return attemptBegan.map { loop.now - $0 >= Self.youth } ?? true
    }

    /// How long an attempt is left alone.
    private static let youth = Duration.seconds(4)

    /// How long to wait before the next attempt: as long as the peer asks for, but never longer than the cap.
    var nextPause: Duration {
        let pause = backoff.pause(at: loop.now, isRefused: isRefused, random: .random(in: 0..<1))
        return max(pause, min(rest, backoff.cap))
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
        attemptBegan = nil
    }
}

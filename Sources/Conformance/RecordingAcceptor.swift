internal import Frame
import Synchronization

/// An acceptor that keeps the links it is handed.
actor RecordingAcceptor: Acceptor {
    /// A peer that was admitted.
    struct Admitted: Sendable {
        let probe: LinkProbe
        let peer: Peer
    }

    private let loop: any EventLoop
    private let activity: LinkProbe.Activity
    private(set) var admitted: [Admitted] = []
    private var connecting: [LinkProbe] = []
    nonisolated let refusals = Refusals()

    /// Counts the peers that were not admitted.
    final class Refusals: Sendable {
        private let counter = Atomic<Int>(0)

        var count: Int { counter.load(ordering: .relaxed) }
        func add() { counter.add(1, ordering: .relaxed) }
    }

    init(on loop: any EventLoop, sharing activity: LinkProbe.Activity) {
        (self.loop, self.activity) = (loop, activity)
    }

    func accepted(_ link: sending any Link, from peer: Peer) async {
        admitted.append(Admitted(probe: LinkProbe(link, on: loop, sharing: activity), peer: peer))
    }

    nonisolated func refused(_ address: String, _ reason: any Error) { refusals.add() }

    /// Remembers the near end of a connection, to close it.
    func add(_ probe: LinkProbe) { connecting.append(probe) }

    /// Closes both ends of all connections.
    func closeAll() async {
        for probe in connecting + admitted.map(\.probe) { await probe.close() }
    }
}

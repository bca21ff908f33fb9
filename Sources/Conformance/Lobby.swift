internal import Frame
import Synchronization

/// An acceptor that keeps whom it is handed.
actor Lobby: Acceptor {
    /// A peer that was admitted.
    struct Guest: Sendable {
        let station: Station
        let peer: Peer
    }

    private let loop: any EventLoop
    private let activity: Station.Activity
    private(set) var guests: [Guest] = []
    private var visitors: [Station] = []
    nonisolated let refusals = Refusals()

    /// Counts the peers that were not admitted.
    final class Refusals: Sendable {
        private let counter = Atomic<Int>(0)

        var count: Int { counter.load(ordering: .relaxed) }
        func add() { counter.add(1, ordering: .relaxed) }
    }

    init(on loop: any EventLoop, sharing activity: Station.Activity) {
        (self.loop, self.activity) = (loop, activity)
    }

    func accepted(_ link: sending any Link, from peer: Peer) async {
        guests.append(Guest(station: Station(link, on: loop, sharing: activity), peer: peer))
    }

    nonisolated func refused(_ address: String, _ reason: any Error) { refusals.add() }

    /// Remembers the near end of a connection, to close it.
    func add(_ station: Station) { visitors.append(station) }

    /// Closes both ends of all connections.
    func closeAll() async {
        for station in visitors + guests.map(\.station) { await station.close() }
    }
}

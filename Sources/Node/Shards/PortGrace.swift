import Frame
import Switching

/// Keeps the ports of peers that have vanished, for a while, and gives each back to the principal it was kept for.
///
/// Not the port of a peer that said goodbye, nor of one that nobody knows: whoever came next could claim to be it. Two hosts may
/// be the same principal at the same time: each has a port of its own, and what is given back is a port that nobody is on; one
/// that was kept for the same network address first.
///
/// Bounded: where too many are kept, further ones are not.
///
/// Lives on the switch's event loop.
final class PortGrace: PortKeeper {
    /// The most ports that are kept.
    static let capacity = 1024
    /// The most ports that are kept for one principal.
    static let capacityPerPrincipal = 64

    private let duration: Duration
    private let loop: any EventLoop
    private let expire: (PortID) -> Void
    /// The ports of each principal, those that were kept first in front.
    private var kept: [Principal: [Entry]] = [:]
    private var count = 0

    private struct Entry {
        let port: PortID
        let host: PeerAddress.Host
        let timer: TimerID
    }

    /// - Parameter expire: told of every port that was kept in vain.
    /// - Returns: `nil` where no port is to be kept.
    init?(_ duration: Duration, on loop: any EventLoop, expire: @escaping (PortID) -> Void) {
        guard duration > .zero else { return nil }
        (self.duration, self.loop, self.expire) = (duration, loop, expire)
    }

    func keeps(_ port: PortSnapshot, after reason: (any Error)?) -> Bool {
        guard reason != nil, let peer = port.peer, let principal = peer.principal else { return false }
        let others = kept[principal, default: []]
        guard count < Self.capacity, others.count < Self.capacityPerPrincipal else { return false }
        let timer = loop.schedule(after: duration) { [weak self] in self?.expired(port.id, of: principal) }
        kept[principal] = others + [Entry(port: port.id, host: peer.address.host, timer: timer)]
        count += 1
        return true
    }

    /// Hands over a port that was kept for whoever `peer` proved to be, if there is one.
    func port(for peer: Peer) -> PortID? {
        guard let principal = peer.principal, let entries = kept[principal] else { return nil }
        let index = entries.firstIndex { $0.host == peer.address.host } ?? entries.startIndex
        let entry = entries[index]
        remove(entry.port, of: principal)
        loop.cancel(entry.timer)
        return entry.port
    }

    private func expired(_ port: PortID, of principal: Principal) {
        remove(port, of: principal)
        expire(port)
    }

    private func remove(_ port: PortID, of principal: Principal) {
        kept[principal]?.removeAll { $0.port == port }
        if kept[principal]?.isEmpty == true { kept[principal] = nil }
        count -= 1
    }
}

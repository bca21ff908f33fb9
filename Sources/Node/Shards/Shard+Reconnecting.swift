import Frame
import Switching

// A tunnel that is lost is dialled anew until it is there again, or the shard is shut down. Its port waits meanwhile, and so does the
// device, without carrier.
extension Shard {
    /// Connects to the first of `peers` that admits us.
    ///
    /// - Parameter backoff: how long to wait between attempts to bring the tunnel back, to the same port; `nil` gives it up when it is lost.
    func connect(to peers: PeerList, as entry: String, retrying backoff: Backoff?) async throws -> PortID {
        let link = try await peers.connect(on: loop)
        let uplink = backoff.map { makeUplink(entry, to: peers, $0) }
        return try plugIn(link, as: .tunnel, entry: entry, keeper: uplink)
    }

    /// Finds out soon what is still there, as ``Node/probe()``.
    func probe() {
        fabric.probe()
        for (entry, uplink) in uplinks where uplink.mayHurry {
            uplink.backoff.hurry()
            bringBack(entry)
        }
    }

    private func makeUplink(_ entry: String, to peers: PeerList, _ backoff: Backoff) -> Uplink {
        let uplink = Uplink(to: peers, backoff: backoff, on: loop) { [weak self] in
            self?.assumeIsolated { $0.bringBack(entry) }
        }
        uplink.established()
        uplinks[entry] = uplink
        return uplink
    }

    /// Begins to dial, anew if need be.
    private func bringBack(_ entry: String) {
        // A shard that was shut down brings nothing back, nor an entry that was removed.
        guard let uplink = uplinks[entry] else { return }
        uplink.stop()
        uplink.dialing = Task { await dial(uplink) }
    }

    private func dial(_ uplink: Uplink) async {
        var pause = uplink.nextPause
        while let port = uplink.lost {
            await uplink.wait(pause)
            guard !Task.isCancelled else { return }
            uplink.attemptBegan = loop.now
            do {
                let link = try await uplink.peers.connect(on: loop)
                return plug(link, into: port.id, of: uplink)
            } catch {
                guard !Task.isCancelled else { return }
                uplink.failed(error)
                pause = uplink.nextPause
                report.yield(.retrying(port, in: pause, reason: error))
            }
        }
    }

    private func plug(_ link: any Link, into port: PortID, of uplink: Uplink) {
        // The shard was shut down meanwhile, or another attempt has begun.
        guard !Task.isCancelled else { return link.close() }
        uplink.established()
        if !fabric.plug(link, into: port) { link.close() }
    }
}

public import Frame

// A tunnel that is lost is dialled anew until it is there again, or the node is closed. Its port waits meanwhile, and so does the
// device, without carrier.
extension SwitchNode {
    /// Connects to the first of `uris` that admits us, and brings the tunnel back whenever it is lost, to the same port.
    ///
    /// - Parameters:
    ///   - uris: the peers, in the order in which they are tried, each time from the first.
    ///   - backoff: how long to wait between attempts; `nil` gives the tunnel up when it is lost.
    /// - Throws: why none of them could be reached at first, ``RegistryError``, or ``SwitchingError/closed``.
    @discardableResult
    public func connect(
        toAnyOf uris: [EndpointURI],
        as credentials: Credentials = .none,
        retrying backoff: Backoff?
    ) async throws -> PortID {
        let peers = PeerList(try uris.map { try registry.transport($0) }, as: credentials)
        let link = try await peers.connect(on: loop)
        let uplink = backoff.map { makeUplink(to: peers, $0) }
        return try plugIn(link, as: .tunnel, keeper: uplink)
    }

    /// Finds out soon what is still there, because the network has changed or the host has slept: peers are asked for a sign of
    /// life, and tunnels that are lost are dialled at once.
    public func probe() {
        fabric.probe()
        for (number, uplink) in uplinks.enumerated() where uplink.mayHurry {
            uplink.backoff.hurry()
            bringBack(number)
        }
    }

    private func makeUplink(to peers: PeerList, _ backoff: Backoff) -> Uplink {
        let number = uplinks.count
        let uplink = Uplink(to: peers, backoff: backoff, on: loop) { [weak self] in
            self?.assumeIsolated { $0.bringBack(number) }
        }
        uplink.established()
        uplinks.append(uplink)
        return uplink
    }

    /// Begins to dial, anew if need be.
    private func bringBack(_ number: Int) {
        // A node that is closed brings nothing back.
        guard uplinks.indices.contains(number) else { return }
        let uplink = uplinks[number]
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
        // The node was closed meanwhile, or another attempt has begun.
        guard !Task.isCancelled else { return link.close() }
        uplink.established()
        if !fabric.plug(link, into: port) { link.close() }
    }
}

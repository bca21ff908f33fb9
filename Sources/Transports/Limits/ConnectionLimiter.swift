internal import Frame
internal import Linux

/// Counts the peers that are served, by where they come from and who they are, on any number of event loops.
final class ConnectionLimiter: Sendable {
    private let limits: ConnectionLimits
    private let counts: Locked<Counts>

    private struct Counts: Sendable {
        var seats: FairSeats
        var ofPrincipals: [Principal: Int] = [:]
    }

    /// A host alone gets four fifths of all connections, an IPv6 /56 six sevenths, a site eight ninths: the rest is for others.
    private static let shares = FairSeats.Shares(host: 400, subnet: 600, site: 800, least: 8)

    init(_ limits: ConnectionLimits) {
        self.limits = limits
        counts = Locked(Counts(seats: FairSeats(limits.total, shares: Self.shares)))
    }

    /// A peer that is counted for as long as this lives.
    final class Admission: Sendable {
        private let limiter: ConnectionLimiter
        private let networks: NestedNetworks
        private let principal: Principal?

        fileprivate init(_ limiter: ConnectionLimiter, _ networks: NestedNetworks, _ principal: Principal?) {
            (self.limiter, self.networks, self.principal) = (limiter, networks, principal)
        }

        deinit { limiter.leave(networks, principal) }
    }

    /// Counts a peer.
    ///
    /// - Throws: ``TransportError/refused(_:)`` if there are as many already as may be.
    func admit(from host: PeerAddress.Host, as principal: Principal?) throws(TransportError) -> Admission {
        let networks = NestedNetworks(of: host)
        try counts.withLock { counts throws(TransportError) in
            guard counts.seats.free > 0 else { throw .refused("there are \(limits.total) connections already") }
            guard counts.seats.count(of: networks.narrowest) < limits.perAddress else {
                throw .refused("there are \(limits.perAddress) connections from this address already")
            }
            if let principal, counts.ofPrincipals[principal, default: 0] >= limits.perPrincipal {
                throw .refused("there are \(limits.perPrincipal) connections of \(principal) already")
            }
            guard counts.seats.take(networks) else {
                throw .refused("most connections are from this network already, and the last are kept for others")
            }
            if let principal { counts.ofPrincipals[principal, default: 0] += 1 }
        }
        return Admission(self, networks, principal)
    }

    private func leave(_ networks: NestedNetworks, _ principal: Principal?) {
        counts.withLock { counts in
            counts.seats.giveBack(networks)
            if let principal {
                let count = counts.ofPrincipals[principal, default: 1] - 1
                counts.ofPrincipals[principal] = count > 0 ? count : nil
            }
        }
    }
}

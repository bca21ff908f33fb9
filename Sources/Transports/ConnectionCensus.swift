internal import Frame
internal import Linux

/// Counts the peers that are served, by where they come from and who they are, on any number of event loops.
final class ConnectionCensus: Sendable {
    private let limits: ConnectionLimits
    private let counts = Locked(Counts())

    private struct Counts: Sendable {
        var total = 0
        var ofNetworks: [PeerNetwork: Int] = [:]
        var ofPrincipals: [Principal: Int] = [:]
    }

    init(_ limits: ConnectionLimits) { self.limits = limits }

    /// A peer that is counted for as long as this lives.
    final class Admission: Sendable {
        private let census: ConnectionCensus
        private let network: PeerNetwork
        private let principal: Principal?

        fileprivate init(_ census: ConnectionCensus, _ network: PeerNetwork, _ principal: Principal?) {
            (self.census, self.network, self.principal) = (census, network, principal)
        }

        deinit { census.leave(network, principal) }
    }

    /// Counts a peer.
    ///
    /// - Throws: ``TransportError/refused(_:)`` if there are as many already as may be.
    func admit(from network: PeerNetwork, as principal: Principal?) throws(TransportError) -> Admission {
        try counts.withLock { counts throws(TransportError) in
            guard counts.total < limits.total else { throw .refused("there are \(limits.total) connections already") }
            guard counts.ofNetworks[network, default: 0] < limits.perAddress else {
                throw .refused("there are \(limits.perAddress) connections from this address already")
            }
            if let principal, counts.ofPrincipals[principal, default: 0] >= limits.perPrincipal {
                throw .refused("there are \(limits.perPrincipal) connections of \(principal) already")
            }
            counts.total += 1
            counts.ofNetworks[network, default: 0] += 1
            if let principal { counts.ofPrincipals[principal, default: 0] += 1 }
        }
        return Admission(self, network, principal)
    }

    private func leave(_ network: PeerNetwork, _ principal: Principal?) {
        counts.withLock { counts in
            counts.total -= 1
            counts.ofNetworks.decrement(network)
            if let principal { counts.ofPrincipals.decrement(principal) }
        }
    }
}

extension Dictionary where Value == Int {
    /// Takes one off, and the last one away.
    fileprivate mutating func decrement(_ key: Key) {
        let count = self[key, default: 1] - 1
        self[key] = count > 0 ? count : nil
    }
}

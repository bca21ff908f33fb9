import Frame

// Whose addresses they are: those of a peer count for one account, whichever ports they are on.
extension LearningSwitch {
    /// The account of a peer that has another port now; `nil` is nobody's.
    func account(of peer: Peer?) -> AddressAccount? { peer.map { accounts.open(PeerMark($0), at: now()) } }

    /// A port of a peer has gone, and its addresses are forgotten.
    func closeAccount(of peer: Peer?, at place: Int) {
        guard let peer else { return }
        table.holders.seat(nil, at: place)
        accounts.close(PeerMark(peer), at: now())
    }

    /// Polices a port from the next frame on, or polices it no longer.
    func install(_ policer: PortPolicer?, on port: Port) {
        port.install(policer)
        guard let account = port.account else { return }
        table.holders.bind(account.number, port.restrictions.contains(.bound))
    }

    /// Looks for addresses of a port's account that have aged out, if that was not done a moment ago, and has others look.
    ///
    /// - Returns: whether it was.
    func reclaims(for port: Port, at time: Duration) -> Bool {
        guard let account = port.account, account.mayReclaim(at: PolicyTick(time)) else { return false }
        table.reclaim(account.number, at: time)
        trunks.forEach { $0.tell(.reclaimed, .none, TrunkHeader.Source(account: account.number)) }
        return true
    }
}

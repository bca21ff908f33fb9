import Frame

/// A port without a link: what survives of it until there is another.
struct KeptPort {
    /// The port as it was when its link ended.
    let snapshot: PortSnapshot
    /// Where the forwarding table finds it.
    let place: Int
    /// Whom to ask when the next link ends.
    let keeper: (any PortKeeper)?
    /// Polices what comes in, with all that it remembers.
    let policer: PortPolicer?
    /// What its addresses count for.
    let account: AddressAccount?
    /// When its link ended.
    let since: Duration

    init(_ port: Port, at now: Duration) {
        var snapshot = port.snapshot()
        snapshot.isPlugged = false
        (self.snapshot, place, keeper, since) = (snapshot, port.place, port.keeper, now)
        (policer, account) = (port.policer, port.account)
    }
}

package import Frame

// A port is a socket in the wall: a link may be pulled out and another plugged in, and the number, the counters and what was
// learned are still there. In between, frames to the port's addresses are dropped: nobody else is to see them.
extension LearningSwitch {
    /// Plugs `link` into a port that is kept, and starts it.
    ///
    /// - Parameter peer: who is at the other end now.
    /// - Returns: `false` if no such port is kept: the link is the caller's to close.
    package func plug(_ link: any Link, into id: PortID, peer: Peer? = nil) -> Bool {
        guard let kept = ports.takeKept(id) else { return false }
        let port = Port(kept, link, peer: peer, account: account(of: peer), of: self)
        // A peer that takes the place of another has none of its addresses.
        if port.account !== kept.account { table.forget(UInt32(kept.place)) }
        closeAccount(of: kept.snapshot.peer, at: kept.place)
        table.holders.seat(port.account, at: port.place)
        review(port)
        ports.insert(port)
        report(.replugged(port.snapshot(), after: now() - kept.since))
        start(port)
        return true
    }

    /// A link ended, and its port does not.
    func keep(_ port: Port, reason: (any Error)?) {
        port.detach()
        let kept = KeptPort(port, at: now())
        ports.keep(port, as: kept)
        report(.unplugged(kept.snapshot, reason: reason))
        updateCarrier()
        releaseRemoved()
    }

    /// A port was kept in vain.
    func forgetKept(_ id: PortID) {
        guard let kept = ports.removeKept(id) else { return }
        table.forget(UInt32(kept.place))
        closeAccount(of: kept.snapshot.peer, at: kept.place)
        report(.detached(kept.snapshot, reason: nil))
    }
}

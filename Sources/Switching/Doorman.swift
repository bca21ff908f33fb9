import Frame

/// Brings a node the peers that its listeners admit.
struct Doorman: Acceptor {
    let node: SwitchNode

    func accepted(_ link: sending any Link, from peer: Peer) async { await node.accept(link, from: peer) }

    func refused(_ address: String, _ reason: any Error) { node.refuse(address, reason) }

    func noticed(_ notice: TransportNotice) { node.notice(notice) }
}

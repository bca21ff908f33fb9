import Frame

/// Brings a node the peers that its listeners admit.
struct NodeAcceptor: Acceptor {
    let shard: Shard

    func accepted(_ link: sending any Link, from peer: Peer) async { await shard.accept(link, from: peer) }

    func refused(_ address: String, _ reason: any Error) { shard.refuse(address, reason) }

    func noticed(_ notice: TransportNotice) { shard.notice(notice) }
}

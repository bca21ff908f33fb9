import Frame

/// Brings a node the peers that its listeners admit.
struct NodeAcceptor: Acceptor {
    let shard: Shard
    /// The name of the listener's entry.
    let entry: String

    func accepted(_ link: sending any Link, from peer: Peer) async {
        await shard.accept(link, from: peer, by: entry)
    }

    func refused(_ address: String, _ reason: any Error) { shard.refuse(address, reason) }

    func noticed(_ notice: TransportNotice) { shard.notice(notice) }
}

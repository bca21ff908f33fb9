internal import Frame
internal import Streams

extension Reception {
    /// Finds out whom a connection is for.
    ///
    /// - Parameter address: where it comes from.
    /// - Returns: the same, unless that is a proxy which is trusted, and expected to say for whom it speaks.
    /// - Throws: ``TransportError`` if such a proxy does not.
    nonisolated(nonsending) func origin(
        of socket: StreamSocket,
        from address: PeerAddress
    ) async throws -> PeerAddress {
        guard endpoint.proxies.expectsPreamble, endpoint.proxies.trusts(address) else { return address }
        let deadline = Deadline(after: Self.limit, aborting: socket, on: loop)
        defer { deadline.lift() }
        let stream = ByteStream(socket, tls: nil, egressLimit: 0, on: loop)
        switch try await stream.takePreamble() {
        case .peer(let peer): return peer.makePeerAddress()
        case .proxyItself: return address
        }
    }
}

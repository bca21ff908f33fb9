import TLSSupport

extension RawTLSPeer {
    /// Shakes hands with a server behind a socket.
    func shakeHands(over wire: RawPeer) async throws {
        receive([])
        while !hasShakenHands {
            try await wire.send(takeOutput())
            let answer = await wire.receive(1)
            guard !answer.isEmpty else { throw Failure() }
            receive(answer)
        }
        try await wire.send(takeOutput())
    }
}

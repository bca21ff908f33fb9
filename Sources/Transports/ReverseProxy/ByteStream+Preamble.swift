internal import Frame
internal import Streams

extension ByteStream {
    /// Takes the preamble of the PROXY protocol off a connection, and nothing behind it.
    ///
    /// Called before anything else is received; the caller sees to the time.
    nonisolated(nonsending) func takePreamble() async throws -> ProxyPreamble {
        var taken: [UInt8] = []
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: loop.scratch[..<ProxyPreamble.longest])
            switch socket.peek(into: room) {
            case .bytes(0): throw TransportError.unreachable("the peer ended the connection before it said anything")
            case .bytes(let count):
                let (preamble, used) = try Self.parse(taken + room[..<count], behind: taken.count, count)
                taken += room[..<used]
                // What was looked at is there to be received.
                _ = socket.receive(into: UnsafeMutableRawBufferPointer(rebasing: room[..<used]))
                if let preamble { return preamble }
            case .wouldBlock: try await ready(for: .read)
            case .failed(let code): throw Self.broken(code)
            }
        }
    }

    /// - Returns: the preamble, if its end is there, and how many of the last `count` bytes belong to it.
    private static func parse(
        _ bytes: [UInt8],
        behind earlier: Int,
        _ count: Int
    ) throws(TransportError) -> (ProxyPreamble?, used: Int) {
        guard let (preamble, length) = try ProxyPreamble.parse(bytes) else { return (nil, count) }
        return (preamble, length - earlier)
    }
}

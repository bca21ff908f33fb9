internal import Frame
internal import Linux
internal import Streams

/// The connections of all listeners of a transport, on any number of event loops, that have not completed their handshake.
///
/// A socket that has to go for another is ended; its task is woken, on its own loop, finds the connection gone, and says so.
final class HalfOpenConnections: Sendable {
    private let table = Locked(HalfOpenTable<StreamSocket>(capacity: 1_024))

    /// Takes a connection in.
    ///
    /// - Parameter host: where it comes from; `nil` if a proxy is to say so.
    /// - Returns: its number.
    func enter(_ socket: StreamSocket, from host: PeerAddress.Host?) -> Int {
        let (number, evicted) = table.withLock { $0.enter(socket, from: host.map { NestedNetworks(of: $0) }) }
        evicted?.abort()
        return number
    }

    /// A connection waits for a decision, or goes on because it is there.
    func waits(_ number: Int, forDecision isWaiting: Bool) {
        let evicted = table.withLock { table -> StreamSocket? in
            guard isWaiting else { return table.resume(number) }
            table.suspend(number)
            return nil
        }
        evicted?.abort()
    }

    /// A proxy has said where a connection comes from.
    func name(_ number: Int, _ host: PeerAddress.Host) {
        table.withLock { $0.name(number, NestedNetworks(of: host)) }?.abort()
    }

    /// Forgets a connection that has completed its handshake, or ended.
    ///
    /// - Returns: whether it was still there; if not, it had to go for another.
    @discardableResult
    func leave(_ number: Int) -> Bool {
        table.withLock { table in
            defer { table.leave(number) }
            return table.contains(number)
        }
    }

    /// Ends these connections.
    func abort(_ numbers: Set<Int>) {
        for socket in table.withLock({ table in numbers.compactMap { table.connection($0) } }) { socket.abort() }
    }
}

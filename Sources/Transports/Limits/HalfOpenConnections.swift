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
    /// - Returns: its place, which it has until it leaves or this is let go of.
    func enter(_ socket: StreamSocket, from host: PeerAddress.Host?) -> Place {
        let (number, evicted) = table.withLock { $0.enter(socket, from: host.map { NestedNetworks(of: $0) }) }
        evicted?.abort()
        return Place(self, number)
    }

    /// The place of one connection.
    final class Place {
        private let connections: HalfOpenConnections
        /// Tells it from those of other connections.
        let number: Int

        fileprivate init(_ connections: HalfOpenConnections, _ number: Int) {
            (self.connections, self.number) = (connections, number)
        }

        deinit { leave() }

        /// Says whether the connection takes room; not while it waits for a decision, having done all that it has to.
        func setHalfOpen(_ isHalfOpen: Bool) {
            let evicted = connections.table.withLock { [number] table -> StreamSocket? in
                if isHalfOpen { return table.resume(number) }
                table.suspend(number)
                return nil
            }
            evicted?.abort()
        }

        /// A proxy has said where the connection comes from.
        func name(_ host: PeerAddress.Host) {
            connections.table.withLock { [number] in $0.name(number, NestedNetworks(of: host)) }?.abort()
        }

        /// Gives the place up: the handshake is over.
        ///
        /// - Returns: whether it was still there; if not, the connection had to go for another.
        @discardableResult
        func leave() -> Bool {
            connections.table.withLock { [number] table in
                defer { table.leave(number) }
                return table.contains(number)
            }
        }
    }
}

internal import CLinux
internal import Glibc
internal import Linux

/// A port at which several listeners have sockets, among which the kernel shares out the connections.
final class SharedPort: Sendable {
    /// The port, once the first of them has it.
    private let port = Locked<UInt16?>(nil)

    /// The port that was taken for the first, or `nil`.
    var taken: UInt16? { port.withLock { $0 } }

    /// Remembers the port that the first has got.
    func take(_ number: UInt16) { port.withLock { $0 = $0 ?? number } }

    /// Lets a socket share its address with others.
    ///
    /// The first does so once it is bound, because it has to have the address for itself: two programs must not share one by mistake.
    static func share(_ socket: StreamSocket) { socket.set(SO_REUSEPORT, 1, level: SOL_SOCKET) }
}

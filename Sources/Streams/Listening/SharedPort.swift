internal import CLinux
internal import Glibc
internal import Linux
package import TLS

/// A port at which several listeners have sockets, among which the kernel shares out the connections.
package final class SharedPort: Sendable {
    /// The port, once the first of them has it.
    private let port = Locked<(number: UInt16, identity: ServerIdentity?)?>(nil)

    package init() {}

    /// The port that was taken for the first, or `nil`.
    package var taken: UInt16? { port.withLock { $0?.number } }

    /// The certificate that all of them show, so that a session begun with one is resumed with another.
    package var identity: ServerIdentity? { port.withLock { $0?.identity } }

    /// Remembers the port that the first has got, and the certificate that it has read.
    package func take(_ number: UInt16, showing identity: ServerIdentity?) {
        port.withLock { $0 = $0 ?? (number, identity) }
    }

    /// Lets a socket share its address with others.
    ///
    /// The first does so once it is bound, because it has to have the address for itself: two programs must not share one by mistake.
    static func share(_ socket: StreamSocket) { socket.set(SO_REUSEPORT, 1, level: SOL_SOCKET) }
}

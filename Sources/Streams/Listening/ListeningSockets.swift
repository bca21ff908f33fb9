internal import CLinux
package import Frame
internal import Glibc
internal import Linux

/// The sockets that a listener lets peers in by.
package struct ListeningSockets: Sendable {
    /// They listen already.
    package let all: [StreamSocket]
    /// The file of a Unix socket, which goes when the listener closes.
    var file: SocketFile?
    /// Whether somebody handed them over and keeps them too, as systemd does.
    package var isBorrowed = false

    /// The address of the first.
    package var bound: SocketAddress? {
        all.first.flatMap { socket in SocketAddress { getsockname(socket.descriptor, $0, $1) } }
    }

    /// Listens at a path, with these permissions.
    ///
    /// - Throws: ``SystemError``, or ``EndpointURIError`` if it is no path for a socket.
    package static func at(path: String, mode: UInt32) throws -> ListeningSockets {
        guard let address = SocketAddress(path: path) else {
            throw EndpointURIError.invalidParameter("unix", value: path)
        }
        let (socket, file) = try SocketFile.listen(at: address, mode: mode)
        return ListeningSockets(all: [socket], file: file)
    }

    /// Takes over sockets that listen already.
    ///
    /// - Throws: ``SystemError`` if one is no such socket.
    package static func inherited(_ descriptors: [CInt]) throws(SystemError) -> ListeningSockets {
        var sockets: [StreamSocket] = []
        for descriptor in descriptors {
            var (isListening, length): (CInt, socklen_t) = (0, socklen_t(MemoryLayout<CInt>.size))
            guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) == 0 else {
                // Whoever has started us says what is no socket: that is for the operator to cure.
                throw notListening(descriptor, errno == ENOTSOCK ? EINVAL : errno)
            }
            guard isListening == 1 else { throw notListening(descriptor, EINVAL) }
            let flags = fcntl(descriptor, F_GETFL)
            guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0,
                fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
            else { throw .last("descriptor \(descriptor)") }
            sockets.append(StreamSocket(owning: descriptor))
        }
        return ListeningSockets(all: sockets, isBorrowed: true)
    }

    private static func notListening(_ descriptor: CInt, _ code: CInt) -> SystemError {
        SystemError(call: "descriptor \(descriptor) was handed over as a socket that listens, and is none", code: code)
    }

    /// Lets nobody in any more.
    package func close() {
        file?.remove()
        // Whoever else has a borrowed one goes on listening.
        guard !isBorrowed else { return }
        // The last reference may be held for a while yet; peers should not be led to believe that somebody listens.
        for socket in all { socket.abort() }
    }
}

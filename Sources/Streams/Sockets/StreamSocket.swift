internal import CLinux
package import Frame
internal import Glibc
internal import Linux

/// A TCP socket and its owner: closed when this is released.
///
/// Never blocks.
package final class StreamSocket: Sendable {
    package let descriptor: CInt

    /// Takes ownership of `descriptor`, which is non-blocking.
    package init(owning descriptor: CInt) { self.descriptor = descriptor }

    /// Opens a socket for addresses of `family`.
    package convenience init(family: CInt) throws(SystemError) {
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { throw SystemError.last("socket") }
        self.init(owning: descriptor)
    }

    deinit { close(descriptor) }

    /// What an attempt to read or write came to.
    package enum Outcome: Equatable {
        /// So many bytes were moved; of a read, 0 means that the peer will send no more.
        case bytes(Int)
        /// Nothing can be moved now.
        case wouldBlock
        /// The connection is broken: the error number.
        case failed(CInt)
    }

    package func receive(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        Outcome(recv(descriptor, buffer.baseAddress, buffer.count, 0))
    }

    /// Copies what has arrived, and leaves it there.
    package func peek(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        Outcome(recv(descriptor, buffer.baseAddress, buffer.count, CInt(MSG_PEEK)))
    }

    package func send(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        Outcome(Glibc.send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL)))
    }

    /// Ends both directions; whoever waits on the socket is woken.
    package func abort() { _ = shutdown(descriptor, CInt(SHUT_RDWR)) }

    /// Tells the peer that nothing more will be sent.
    package func finishSending() { _ = shutdown(descriptor, CInt(SHUT_WR)) }

    /// Receives nothing more; whoever waits to receive is woken, and finds an end.
    package func finishReceiving() { _ = shutdown(descriptor, CInt(SHUT_RD)) }

    /// Sets an integer option.
    ///
    /// Options only tune: a kernel without one is no reason to fail.
    package func set(_ option: CInt, _ value: CInt, level: CInt) {
        var value = value
        _ = setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<CInt>.size))
    }

    /// Whom it is connected to.
    package var peer: SocketAddress? { SocketAddress { getpeername(descriptor, $0, $1) } }

    /// The error that the kernel found while nobody looked, 0 if none.
    package var pendingError: CInt {
        var error: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno
    }

    /// The smoothed round trip of a TCP connection, as the kernel measures it; zero if it has not.
    package var roundTrip: Duration {
        var info = tcp_info()
        var length = socklen_t(MemoryLayout<tcp_info>.size)
        guard getsockopt(descriptor, CInt(IPPROTO_TCP), TCP_INFO, &info, &length) == 0 else { return .zero }
        return .microseconds(info.tcpi_rtt)
    }

    /// What every connection to a peer wants: no delay for small frames, and an end when nothing is acknowledged for so long.
    package func tuneForFrames(patience: Duration) {
        set(TCP_NODELAY, 1, level: CInt(IPPROTO_TCP))
        // What the kernel has not sent yet waits in our queue, where there is a choice what to send next.
        set(TCP_NOTSENT_LOWAT, 128 * 1024, level: CInt(IPPROTO_TCP))
        // Finds a peer that has gone even while so much is queued that no ping gets through.
        set(TCP_USER_TIMEOUT, CInt(patience / .milliseconds(1)), level: CInt(IPPROTO_TCP))
        set(SO_KEEPALIVE, 1, level: SOL_SOCKET)
    }
}

extension StreamSocket.Outcome {
    /// Reads the result of `recv` or `send`, with `errno` as the call left it.
    fileprivate init(_ result: Int) {
        if result >= 0 {
            self = .bytes(result)
        } else if errno == EAGAIN || errno == EINTR {
            self = .wouldBlock
        } else {
            self = .failed(errno)
        }
    }
}

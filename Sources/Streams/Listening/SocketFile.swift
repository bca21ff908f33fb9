internal import CLinux
internal import Frame
internal import Glibc
internal import Linux

/// The file by which others find a Unix socket that we listen on.
package struct SocketFile: Sendable {
    private let path: String
    private let identity: Identity

    /// What makes a file the same one, whatever is at its path later.
    private struct Identity: Equatable {
        let device: UInt
        let node: UInt
    }

    /// Listens at `path`, where a socket that nobody listens on any more gives way.
    ///
    /// Whom the file system lets write to the file may connect: that is for `mode` to say, and for the folder. At no moment may anybody
    /// else.
    ///
    /// - Parameter mode: the file's permissions, whatever the umask is.
    /// - Throws: ``SystemError``; `EADDRINUSE` when somebody listens there.
    static func listen(
        at address: SocketAddress,
        mode: UInt32
    ) throws(SystemError) -> (socket: StreamSocket, file: SocketFile) {
        let path = address.host
        let socket = try StreamSocket(family: AF_UNIX)
        // The file takes what the socket has, but for the umask: so it never has more than it should.
        guard fchmod(socket.descriptor, mode) == 0 else { throw .last("cannot listen on \(address)") }
        if bind(socket, address) != 0 {
            let refusal = SystemError.last("cannot listen on \(address)")
            guard refusal.code == EADDRINUSE, isDeserted(address) else { throw refusal }
            unlink(path)
            guard bind(socket, address) == 0 else { throw .last("cannot listen on \(address)") }
        }
        guard let identity = identity(of: path) else { throw .last("cannot listen on \(address)") }
        let file = SocketFile(path: path, identity: identity)
        guard chmod(path, mode) == 0, Glibc.listen(socket.descriptor, CInt(SOMAXCONN)) == 0 else {
            defer { file.remove() }
            throw .last("cannot listen on \(address)")
        }
        return (socket, file)
    }

    /// Removes the file, unless it is another one by now.
    func remove() {
        if Self.identity(of: path) == identity { unlink(path) }
    }

    private static func bind(_ socket: StreamSocket, _ address: SocketAddress) -> CInt {
        address.withSockaddr { Glibc.bind(socket.descriptor, $0, $1) }
    }

    /// Whether a socket is left over from a process that has gone.
    private static func isDeserted(_ address: SocketAddress) -> Bool {
        // Of any other kind of file the same error is told.
        guard identity(of: address.host) != nil, let socket = try? StreamSocket(family: AF_UNIX) else { return false }
        return address.withSockaddr { connect(socket.descriptor, $0, $1) } != 0 && errno == ECONNREFUSED
    }

    private static func identity(of path: String) -> Identity? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        return Identity(device: status.st_dev, node: status.st_ino)
    }
}

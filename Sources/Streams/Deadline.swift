package import Frame

/// Ends a connection that has not come as far as it should by a certain time: whoever waits for its socket is woken and
/// finds it closed.
///
/// One deadline for a whole exchange, because one for each read lets a slow drip through.
package final class Deadline {
    package private(set) var hasPassed = false
    /// Whether the connection is left open for an answer when the time has come: then nothing more is received, and that is all.
    private var leavesRoomToAnswer = false
    private var timer: TimerID?
    private let socket: StreamSocket
    private let loop: any EventLoop

    /// How long there is to answer: what has come before may still be read, and more may come, on and on.
    private static let grace = Duration.seconds(2)

    /// Without a time yet.
    package init(aborting socket: StreamSocket, on loop: any EventLoop) {
        self.socket = socket
        self.loop = loop
    }

    package convenience init(after delay: Duration, aborting socket: StreamSocket, on loop: any EventLoop) {
        self.init(aborting: socket, on: loop)
        begin(after: delay)
    }

    /// Begins the next part of the exchange.
    ///
    /// - Parameters:
    ///   - delay: how long it may take; `nil` if the time of the part before goes on.
    ///   - isLeavingRoom: whether the connection is left open for an answer when the time has come.
    package func begin(after delay: Duration?, leavingRoomToAnswer isLeavingRoom: Bool = false) {
        leavesRoomToAnswer = isLeavingRoom
        guard let delay else { return }
        lift()
        timer = loop.schedule(after: delay) { [weak self, socket] in
            guard let self else { return socket.abort() }
            hasPassed = true
            if leavesRoomToAnswer { leaveRoom() } else { socket.abort() }
        }
    }

    private func leaveRoom() {
        socket.finishReceiving()
        timer = loop.schedule(after: Self.grace) { [socket] in socket.abort() }
    }

    /// The connection has come far enough.
    package func lift() {
        timer.map { loop.cancel($0) }
        timer = nil
    }
}

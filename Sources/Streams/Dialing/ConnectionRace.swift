internal import CLinux
package import Frame
internal import Glibc
internal import Linux

/// Connects to whichever of a host's addresses answers first (RFC 8305), on the loop's thread.
package final class ConnectionRace {
    private var plan: HappyEyeballs<SocketAddress>
    private var runners: [StreamSocket] = []
    private var nextStart: TimerID?
    private var deadline: TimerID?
    private var failures: [String] = []
    private var completion: ((Result<StreamSocket, any Error>) -> Void)?
    private let peer: String
    private let loop: any EventLoop
    private let observer: DialObserver?

    /// - Parameters:
    ///   - peer: a name for errors.
    ///   - observer: told which attempts fail.
    ///   - completion: told the outcome, once. Until then the race keeps itself alive.
    package init(
        to addresses: [SocketAddress],
        peer: String,
        on loop: any EventLoop,
        telling observer: DialObserver? = nil,
        completion: @escaping (Result<StreamSocket, any Error>) -> Void
    ) {
        plan = HappyEyeballs(addresses, isIPv6: { $0.family == AF_INET6 })
        self.peer = peer
        self.loop = loop
        self.observer = observer
        self.completion = completion
    }

    /// - Parameter limit: how long all attempts together may take.
    package func start(within limit: Duration) {
        deadline = loop.schedule(after: limit) {
            self.observer?(.timedOut)
            self.finish(.failure(self.failure(or: "no answer")))
        }
        attemptNext()
    }

    /// Ends the race, unless it is over: nobody waits for its outcome any more.
    package func cancel() { finish(.failure(CancellationError())) }

    private func attemptNext() {
        nextStart.map { loop.cancel($0) }
        guard completion != nil, let address = plan.nextAttempt() else { return }
        nextStart = loop.schedule(after: HappyEyeballs<SocketAddress>.attemptDelay) { self.attemptNext() }
        do {
            try attempt(address)
        } catch {
            attemptFailed(address, error)
        }
    }

    private func attempt(_ address: SocketAddress) throws(SystemError) {
        let socket = try StreamSocket(family: address.family)
        let result = address.withSockaddr { connect(socket.descriptor, $0, $1) }
        guard result == 0 || errno == EINPROGRESS else { throw SystemError.last("connect") }
        try loop.watch(socket.descriptor, for: .write) { _ in self.decided(socket, address) }
        runners.append(socket)
    }

    private func decided(_ socket: StreamSocket, _ address: SocketAddress) {
        loop.unwatch(socket.descriptor)
        runners.removeAll { $0 === socket }
        let error = socket.pendingError
        if error == 0 {
            finish(.success(socket))
        } else {
            attemptFailed(address, SystemError(call: "connect", code: error))
        }
    }

    private func attemptFailed(_ address: SocketAddress, _ error: SystemError) {
        observer?(.attemptFailed(address: "\(address)", code: error.code))
        let reason = error.reason
        // The address is worth telling only where it is not what was asked for.
        failures.append(address.description == peer ? reason : "\(address): \(reason)")
        guard plan.attemptFailed() else { return finish(.failure(failure(or: reason))) }
        attemptNext()
    }

    private func failure(or reason: String) -> TransportError {
        .unreachable("cannot connect to \(peer): \(failures.isEmpty ? reason : failures.joined(separator: "; "))")
    }

    private func finish(_ result: Result<StreamSocket, any Error>) {
        guard let completion else { return }
        self.completion = nil
        for timer in [nextStart, deadline] { timer.map { loop.cancel($0) } }
        for socket in runners { loop.unwatch(socket.descriptor) }
        runners = []
        completion(result)
    }
}

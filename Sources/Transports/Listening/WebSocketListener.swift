internal import CLinux
internal import Frame
internal import Glibc
internal import Linux
internal import Streams
internal import TLS

/// Listens on the sockets of one `ws:` or `wss:` URI, and has each connection set up.
actor WebSocketListener: Listener {
    nonisolated let address: EndpointURI
    private let sockets: ListeningSockets
    private let rules: SetupRules
    private let acceptor: any Acceptor
    private let loop: any EventLoop
    /// Connections in their handshake, by the numbers of their places.
    private var setups: [Int: ConnectionSetup] = [:]
    private var isClosed = false
    private let isWatching: Bool
    /// Looks after the certificate, if there is one.
    private var watch: IdentityWatch?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// The most peers let in before the loop turns to others.
    private static let batch = 64
    /// How long that may take.
    private static let share = Duration.microseconds(100)
    /// How long to wait when the system has no descriptor left for a peer: to ask again at once would be to spin.
    private static let pause = Duration.milliseconds(200)

    /// - Parameters:
    ///   - sockets: sockets that listen already.
    ///   - address: what they listen on.
    ///   - isWatching: whether to look after the certificate, if there is one.
    init(
        _ sockets: ListeningSockets,
        at address: EndpointURI,
        settingUpBy rules: SetupRules,
        isWatching: Bool,
        acceptor: any Acceptor
    ) {
        self.isWatching = isWatching
        self.sockets = sockets
        self.address = address
        self.rules = rules
        self.acceptor = acceptor
        loop = rules.loop
    }

    /// Begins to let peers in.
    func open() async throws {
        if isWatching, let identity = rules.identity {
            let watch = IdentityWatch(identity, on: loop) { [acceptor] in acceptor.noticed($0) }
            self.watch = watch
            await watch.start()
        }
        for door in sockets.all { try watch(door) }
    }

    func reload() async { await watch?.reload() }

    func close() async {
        isClosed = true
        await watch?.stop()
        for door in sockets.all { loop.unwatch(door.descriptor) }
        sockets.close()
        // Whoever is in the middle of a handshake is woken, and finds the connection gone.
        for setup in setups.values { setup.abort() }
    }

    private func watch(_ door: StreamSocket) throws {
        try loop.watch(door.descriptor, for: .read) { [weak self] _ in
            self?.assumeIsolated { $0.letIn(door) }
        }
    }

    private func letIn(_ door: StreamSocket) {
        for _ in 0..<Self.batch {
            var descriptor: CInt = -1
            let address = SocketAddress { address, length in
                descriptor = accept4(
                    door.descriptor, address, length, CInt(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
                return descriptor
            }
            if descriptor >= 0 {
                let socket = StreamSocket(owning: descriptor)
                setUp(socket, from: address)
            } else if errno == EAGAIN || !pauses(for: errno, at: door) {
                return
            }
            if loop.elapsed > Self.share { return }
        }
    }

    /// - Returns: whether to go on: not when the system is out of descriptors or memory, for a while.
    private func pauses(for error: CInt, at door: StreamSocket) -> Bool {
        guard [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error) else { return true }
        acceptor.refused("\(address)", SystemError(call: "accept", code: error))
        loop.unwatch(door.descriptor)
        watchLater(door)
        return false
    }

    private func watchLater(_ door: StreamSocket) {
        loop.schedule(after: Self.pause) { [weak self] in
            self?.assumeIsolated { listener in
                guard !listener.isClosed else { return }
                // What is short may still be: a listener that gave up would be deaf for ever.
                do { try listener.watch(door) } catch { listener.watchLater(door) }
            }
        }
    }

    private func setUp(_ socket: StreamSocket, from address: SocketAddress?) {
        // There is none of another family at a door of ours.
        guard let address = address?.makePeerAddress() else { return }
        let setup = ConnectionSetup(rules, socket, from: address)
        let number = setup.place.number
        setups[number] = setup
        // Ends by itself: the setup has deadlines, and closing the listener closes the socket.
        Task(executorPreference: loop) { [self] in await finish(number) }
    }

    private func finish(_ number: Int) async {
        guard let setup = setups[number] else { return }
        defer { setups[number] = nil }
        do {
            let link = try await setup.run()
            // Its handshake is over: closing the listener must not cut off a link that is on its way to its owner.
            setup.place.leave()
            setups[number] = nil
            await acceptor.accepted(link, from: setup.peer)
        } catch {
            let reason = setup.place.leave() ? error : TransportError.refused("too many handshakes are under way")
            acceptor.refused(setup.peer.address.description, reason)
        }
    }
}

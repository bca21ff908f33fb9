package import Frame

/// What the `test:` plug-in opened, for a test to play with once the node is at rest.
package final class TestNetwork: @unchecked Sendable {
    // Everything is behind the lock; the links in it are touched by the test alone while the node is at rest.
    private let state = Locked(State())

    package init() {}

    private struct State: @unchecked Sendable {
        var links: [TestLink] = []
        var credentials: [Credentials] = []
        var acceptor: (any Acceptor)?
        var authenticator: (any Authenticator)?
        var listenerCount = 0
        var closedListenerCount = 0
        var beforeOpening: (@Sendable () async -> Void)?
        var attempts: [String] = []
        var failures: [String: any Error] = [:]
    }

    package var links: [TestLink] { state.withLock { $0.links } }
    package var credentials: [Credentials] { state.withLock { $0.credentials } }
    package var acceptor: (any Acceptor)? { state.withLock { $0.acceptor } }
    package var authenticator: (any Authenticator)? { state.withLock { $0.authenticator } }
    package var listenerCount: Int { state.withLock { $0.listenerCount } }
    package var closedListenerCount: Int { state.withLock { $0.closedListenerCount } }

    /// The peers that somebody wanted to connect to, in order.
    package var attempts: [String] { state.withLock { $0.attempts } }

    /// Lets attempts to connect to `name` fail from now on, or succeed again.
    package func fail(_ name: String, _ failure: (any Error)?) { state.withLock { $0.failures[name] = failure } }

    /// Runs `body` when something is opened or connected, before it is handed over.
    package func beforeOpening(_ body: @escaping @Sendable () async -> Void) {
        state.withLock { $0.beforeOpening = body }
    }

    package func open(_ name: String) async -> sending TestLink {
        await state.withLock { $0.beforeOpening }?()
        nonisolated(unsafe) let link = TestLink(name)
        state.withLock { $0.links.append(link) }
        return link
    }

    package func connect(_ name: String, as credentials: Credentials) async throws -> sending TestLink {
        let failure = state.withLock { state in
            state.credentials.append(credentials)
            state.attempts.append(name)
            return state.failures[name]
        }
        if let failure { throw failure }
        return await open(name)
    }

    package func listen(_ authenticator: (any Authenticator)?, _ acceptor: any Acceptor) {
        state.withLock { state in
            (state.authenticator, state.acceptor) = (authenticator, acceptor)
            state.listenerCount += 1
        }
    }

    package func closeListener() { state.withLock { $0.closedListenerCount += 1 } }

    /// The plug-in: a device, a transport and an authenticator, each `test:`; the path `gone` fails.
    ///
    /// With `queues=on` the device has queues, with `shares=on` the transport shares its address; the path `half` fails at the second.
    package var plugin: Plugin {
        Plugin { registry throws(RegistryError) in
            let queues = URIParameter.toggle("queues", default: false, help: "whether the device has queues")
            try registry.add(device: "test", declaring: URIDeclaration("NAME", help: "test", queues)) { uri in
                let device = TestDevice(name: uri.path, network: self)
                return try uri.withParameters { try $0.take(queues) } ? TestQueues(device: device) : device
            }
            let shares = URIParameter.toggle("shares", default: false, help: "whether the transport shares its address")
            try registry.add(transport: "test", declaring: URIDeclaration("NAME", help: "test", shares)) { uri in
                let transport = TestTransport(uri: uri, network: self)
                return try uri.withParameters { try $0.take(shares) } ? TestShares(transport: transport) : transport
            }
            try registry.add(authenticator: "test") { uri in
                guard uri.path != "gone" else { throw Unplugged() }
                return TestAuthenticator(warnings: uri.path == "careless" ? ["a careless authenticator"] : [])
            }
        }
    }
}

private struct TestDevice: Device {
    let name: String
    let network: TestNetwork

    var warnings: [String] { name == "careless" ? ["a careless device"] : [] }

    func open(on loop: any EventLoop) async throws -> sending any Link {
        guard name != "gone" else { throw Unplugged() }
        return await network.open(name)
    }
}

private struct TestTransport: Transport {
    let uri: EndpointURI
    let network: TestNetwork

    var warnings: [String] { uri.path == "careless" ? ["a careless transport"] : [] }

    func connect(on loop: any EventLoop, as credentials: Credentials) async throws -> sending any Link {
        guard uri.path != "gone" else { throw Unplugged() }
        return try await network.connect(uri.path, as: credentials)
    }

    func listen(
        on loop: any EventLoop,
        authenticator: (any Authenticator)?,
        acceptor: any Acceptor
    ) async throws -> any Listener {
        guard uri.path != "gone" else { throw Unplugged() }
        network.listen(authenticator, acceptor)
        var address = uri
        address.port = 4711
        return TestListener(address: address, network: network)
    }
}

private struct TestQueues: Device {
    let device: TestDevice

    func open(on loop: any EventLoop) async throws -> sending any Link { try await device.open(on: loop) }

    func queues(_ count: Int) -> [any Device] {
        (0..<count).map { number in
            device.name == "half" && number == 1 ? TestDevice(name: "gone", network: device.network) : device
        }
    }
}

private struct TestShares: Transport {
    let transport: TestTransport

    func listen(
        on loop: any EventLoop,
        authenticator: (any Authenticator)?,
        acceptor: any Acceptor
    ) async throws -> any Listener {
        try await transport.listen(on: loop, authenticator: authenticator, acceptor: acceptor)
    }

    func shares(_ count: Int) -> [any Transport] {
        (0..<count).map { number in
            guard transport.uri.path == "half", number == 1 else { return transport }
            return TestTransport(uri: EndpointURI(scheme: "test", path: "gone"), network: transport.network)
        }
    }
}

private struct TestListener: Listener {
    let address: EndpointURI
    let network: TestNetwork

    func close() async { network.closeListener() }
}

private struct TestAuthenticator: Authenticator {
    let warnings: [String]

    func authenticate(_ credentials: Credentials) async -> Principal? { nil }
}

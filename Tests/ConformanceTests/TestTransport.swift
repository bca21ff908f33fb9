import Devices
import Frame

/// A transport inside the process, over loopback cables, with a fault or without: `test://exchange:PORT`.
struct TestTransport: Transport {
    let uri: EndpointURI
    let exchange: Exchange
    let fault: TransportFault?

    func connect(on loop: any EventLoop, as credentials: Credentials) async throws -> sending any Link {
        let cable = try await exchange.connect(to: uri.port, as: credentials)
        return try await cable.open(on: loop)
    }

    func listen(
        on loop: any EventLoop,
        authenticator: (any Authenticator)?,
        acceptor: any Acceptor
    ) async throws -> any Listener {
        await exchange.listen(Exchange.Door(loop: loop, authenticator: authenticator, acceptor: acceptor), fault)
    }
}

/// An end of a cable whose links say good-bye.
struct TestCable: Sendable {
    let cable: LoopbackDevice
    let fault: TransportFault?
    /// Ends the links of a listener that takes them along, or tangles them.
    let end: TestLink.Release

    func open(on loop: any EventLoop) async throws -> sending any Link {
        TestLink(
            try await cable.open(on: loop),
            on: loop,
            fault: nil,
            saysGoodbye: fault != .leavesInSilence,
            release: end,
            tangled: fault == .tangles
        )
    }
}

struct TestListener: Listener {
    let address: EndpointURI
    let exchange: Exchange

    func close() async { await exchange.close(address.port) }
}

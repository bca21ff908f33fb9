/// A way to carry frames to another host: a recipe, made from a URI, that can connect or listen.
public protocol Transport: Component {
    /// Connects to the peer that this transport names.
    ///
    /// - Parameters:
    ///   - loop: the event loop that the link will live on. The link must be used there alone.
    ///   - credentials: what to present to the peer, if it asks.
    /// - Returns: a link to a peer that has accepted us; it delivers nothing until it is started.
    func connect(on loop: any EventLoop, as credentials: Credentials) async throws -> sending any Link

    /// Listens for peers and hands the links of those it admits to `acceptor`, until the listener is closed.
    ///
    /// - Parameters:
    ///   - loop: the event loop that the listener and its links will live on.
    ///   - authenticator: decides who is admitted; `nil` admits everybody.
    /// - Returns: once peers can connect.
    func listen(
        on loop: any EventLoop,
        authenticator: (any Authenticator)?,
        acceptor: any Acceptor
    ) async throws -> any Listener

    /// The transport as `count` that listen at one address, each on an event loop of its own, so that peers spread over the loops.
    ///
    /// They listen in their order, and the first before the others: where it was asked for port 0, the others take the port that it got.
    /// - Returns: `count` of them, or the transport alone if it cannot share an address.
    func shares(_ count: Int) -> [any Transport]

    /// What it must still be able to do, used so, when the process gives up its privileges.
    func needs(for use: TransportUse) -> Needs
}

/// What a transport is used for.
public enum TransportUse: Sendable {
    /// To listen for peers.
    case listening
    /// To connect to a peer, and again when that is lost.
    case connecting
}

extension Transport {
    /// What it needs whatever it is used for, and to accept peers or to connect through the network.
    public func needs(for use: TransportUse) -> Needs {
        var needs = needs
        needs.activities.formUnion(use == .listening ? .accepting : .dialing)
        return needs
    }

    /// A transport that listens on one event loop need not say so.
    public func shares(_ count: Int) -> [any Transport] { [self] }

    /// A transport that only listens need not say so.
    public func connect(on loop: any EventLoop, as credentials: Credentials) async throws -> sending any Link {
        throw TransportError.cannotConnect
    }

    /// A transport that only connects need not say so.
    public func listen(
        on loop: any EventLoop,
        authenticator: (any Authenticator)?,
        acceptor: any Acceptor
    ) async throws -> any Listener {
        throw TransportError.cannotListen
    }
}

/// An open door: what ``Transport/listen(on:authenticator:acceptor:)`` made.
public protocol Listener: Sendable {
    /// Where it listens, with the port that the system chose when it was asked for port 0.
    var address: EndpointURI { get }

    /// Reads again what it has read from files, such as a certificate. Connections that are there are not touched.
    ///
    /// What is broken changes nothing; the acceptor is told either way.
    func reload() async

    /// Stops listening. Links already handed over live on; handshakes under way are ended.
    func close() async
}

extension Listener {
    /// Most listeners have read nothing.
    public func reload() async {}
}

/// The owner of a listener, told who comes.
public protocol Acceptor: Sendable {
    /// A peer was admitted. Runs on the listener's event loop.
    func accepted(_ link: sending any Link, from peer: Peer) async

    /// A peer was not admitted, and why. Holds no secret.
    ///
    /// - Parameter address: the peer's network address, for the log.
    func refused(_ address: String, _ reason: any Error)

    /// The listener has found out something that the operator should know.
    func noticed(_ notice: TransportNotice)
}

extension Acceptor {
    /// Most acceptors have nobody to tell.
    public func noticed(_ notice: TransportNotice) {}

    /// Most acceptors have nothing to do for a peer that was refused.
    public func refused(_ address: String, _ reason: any Error) {}
}

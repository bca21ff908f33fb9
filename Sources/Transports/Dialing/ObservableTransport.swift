package import Frame
package import Streams

/// A transport that tells how far it has come while it connects, and whose links can find out whether the peer answers.
package protocol ObservableTransport: Transport {
    /// Connects as ``Transport/connect(on:as:)`` does, and tells `observer` of each step, on the loop.
    func connect(
        on loop: any EventLoop,
        as credentials: Credentials,
        telling observer: @escaping DialObserver
    ) async throws -> sending any EchoingLink
}

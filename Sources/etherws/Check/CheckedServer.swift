import Frame
import Transports

/// A server to look at, and what the command line and the environment say about the way to it.
struct CheckedServer: Equatable, Sendable {
    /// As a client would connect to it.
    var uri: EndpointURI
    /// As it was named, for people.
    var name: String
    /// What has named the proxy, if there is one: an option or a variable.
    var proxySource: String?
    /// What is presented to it, in words.
    var proofs: [String] = []

    /// The proxy, without its password.
    var proxy: String? { WebSocketParameters.proxy.value(in: uri) }
}

internal import Frame
internal import Queueing

/// Which clients a server serves, as its URI says, apart from passwords.
struct ClientPolicy: Sendable, Hashable {
    /// The `Origin` values that are welcome, such as `https://example.com`; `nil` welcomes all.
    ///
    /// Browsers alone send one (RFC 6455 §10.2).
    var origins: [String]?
    /// Whether old clients are served, whose requests lack a version or have another key than RFC 6455 demands.
    var servesOldClients = false
    /// How many are served.
    var limits = ConnectionLimits()
    /// What frames may wait in for all of them together, in bytes.
    var queueMemory = QueueMemory.usual

    init() {}

    init(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        let list = try parameters.take(WebSocketParameters.origins)
        origins = list.map { $0.unicodeScalars.split(separator: ",").map { String($0) } }
        servesOldClients = try parameters.take(WebSocketParameters.legacy)
        limits = try ConnectionLimits(&parameters)
        queueMemory = try parameters.take(WebSocketParameters.queueMemory) * WebSocketParameters.mebibyte
    }
}

internal import Frame

/// How many peers a listener serves at once.
struct ConnectionLimits: Sendable, Hashable {
    /// In all.
    var total = 10_000
    /// From one network address: an IPv4 address, or an IPv6 network of 64 bits.
    var perAddress = Int.max
    /// As one principal.
    var perPrincipal = 256

    /// The defaults.
    init() {}

    init(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        total = try parameters.take(WebSocketParameters.maxConnections)
        perAddress = try parameters.take(WebSocketParameters.maxPerAddress) ?? perAddress
        perPrincipal = try parameters.take(WebSocketParameters.maxPerUser)
    }
}

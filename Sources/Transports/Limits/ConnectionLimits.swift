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

    /// Takes `max-connections`, `max-per-address` and `max-per-user`.
    init(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        total = try parameters.take("max-connections", in: 1...1_000_000) ?? total
        perAddress = try parameters.take("max-per-address", in: 1...1_000_000) ?? perAddress
        perPrincipal = try parameters.take("max-per-user", in: 1...1_000_000) ?? perPrincipal
    }
}

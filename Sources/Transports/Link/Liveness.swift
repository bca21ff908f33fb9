internal import Frame

/// How a link finds out that its peer has gone without a word, as its URI says.
struct Liveness: Sendable, Hashable {
    /// Between pings, on average.
    let interval: Duration
    /// After so long without a byte a peer is dead.
    let patience: Duration

    /// A ping every 15 s, under the 60 s after which proxies drop an idle connection; dead after three times that.
    static let standard = Liveness(interval: .seconds(15), patience: .seconds(45))

    init(interval: Duration, patience: Duration) { (self.interval, self.patience) = (interval, patience) }

    /// Takes `ping` and `patience`, both in whole seconds.
    ///
    /// A peer that says nothing by itself is heard once in an interval, and a little later at times: patience for less than two
    /// would end sound connections.
    init(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        let interval = try parameters.take("ping", in: 1...3600) ?? 15
        let patience = try parameters.take("patience", in: 2 * interval...86_400) ?? 3 * interval
        self.init(interval: .seconds(interval), patience: .seconds(patience))
    }
}

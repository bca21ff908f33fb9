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

    init(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        let interval = try parameters.take(WebSocketParameters.ping)
        let patience = try parameters.take(WebSocketParameters.patience(atLeast: 2 * interval)) ?? 3 * interval
        self.init(interval: .seconds(interval), patience: .seconds(patience))
    }
}

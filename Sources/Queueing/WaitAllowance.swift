/// How long frames may wait for a socket, and how many: as suits the round trip of its connection.
///
/// CoDel's interval is a round trip at the worst, the time in which a sender can have taken notice (RFC 8289 §4.3). One that were
/// made for the internet would let a queue stand for hundreds of round trips of a local network, where the only queue there is
/// comes from ourselves when we are short of processor time.
package struct WaitAllowance: Equatable {
    /// The time in which a sender can have taken notice: twice the round trip, for what the flow's own path adds to the tunnel's.
    package let interval: Duration
    /// The wait that is acceptable for ever: 5 % of the interval (RFC 8289 §4.4), and no less than a batch takes.
    package let target: Duration
    /// The most that may wait, in bytes: what 300 Mbit/s carry in an interval, and no less than what fits a processor's cache.
    package let byteCount: Int
}

extension WaitAllowance {
    /// For the internet at large, in RFC 8289's own numbers.
    package static let longest = WaitAllowance(roundTrip: .milliseconds(50))
    private static let shortestInterval = Duration.milliseconds(5)
    private static let longestInterval = Duration.milliseconds(100)
    private static let shortestTarget = Duration.microseconds(500)
    private static let leastBytes = 1024 * 1024
    private static let mostBytes = 4 * 1024 * 1024

    package init(roundTrip: Duration) {
        interval = min(max(roundTrip * 2, Self.shortestInterval), Self.longestInterval)
        target = max(interval / 20, Self.shortestTarget)
        byteCount = max(Self.leastBytes, Int(Double(Self.mostBytes) * (interval / Self.longestInterval)))
    }
}

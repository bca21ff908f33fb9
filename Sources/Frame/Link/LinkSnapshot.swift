/// What a link knows of itself at one moment.
public struct LinkSnapshot: Sendable, Equatable {
    /// How what it carries is encrypted, such as `TLSv1.3 TLS_AES_256_GCM_SHA384`; `nil` if it is not.
    public var security: String?
    /// Bytes that are ready for the socket, encrypted or not; nothing overtakes them.
    public var egressByteCount = 0
    /// Bytes of frames that wait in the fair queue, because the socket is full.
    public var waitingByteCount = 0
    /// Whether the socket takes no more for now.
    public var isFull = false
    /// Whether nothing is taken from the peer for now, because it has sent more than it may.
    public var isPaused = false
    /// The time from here to the peer and back, smoothed; `nil` if it is not known.
    public var roundTrip: Duration?

    /// Nothing is known, and nothing waits.
    public init() {}

    /// Adds what another queue of the same device knows.
    package static func += (sum: inout LinkSnapshot, more: LinkSnapshot) {
        sum.security = sum.security ?? more.security
        sum.egressByteCount += more.egressByteCount
        sum.waitingByteCount += more.waitingByteCount
        sum.isFull = sum.isFull || more.isFull
        sum.isPaused = sum.isPaused || more.isPaused
        sum.roundTrip = sum.roundTrip ?? more.roundTrip
    }
}

/// Decides which address to try when (RFC 8305), told what happens; opens nothing itself.
///
/// Addresses of the two families take turns, beginning with the family that the resolver prefers. The next attempt begins when
/// ``attemptDelay`` has passed since the last one began, or at once when it fails; all attempts go on side by side until one wins.
struct HappyEyeballs<Address> {
    /// RFC 8305 §5: "recommended … 250 ms".
    static var attemptDelay: Duration { .milliseconds(250) }

    private var waiting: ArraySlice<Address>
    private var attemptsUnderWay = 0

    init(_ addresses: [Address], isIPv6: (Address) -> Bool) {
        waiting = Self.interleave(addresses, isIPv6: isIPv6)[...]
    }

    /// The next address to try, or `nil` if all have been.
    mutating func nextAttempt() -> Address? {
        guard let address = waiting.popFirst() else { return nil }
        attemptsUnderWay += 1
        return address
    }

    /// An attempt has failed.
    ///
    /// - Returns: whether there is still hope: an attempt under way, or an address to try.
    mutating func attemptFailed() -> Bool {
        attemptsUnderWay -= 1
        return attemptsUnderWay > 0 || !waiting.isEmpty
    }

    /// RFC 8305 §4: "addresses … should be interleaved".
    private static func interleave(_ addresses: [Address], isIPv6: (Address) -> Bool) -> [Address] {
        guard let first = addresses.first else { return [] }
        let preferred = addresses.filter { isIPv6($0) == isIPv6(first) }
        let others = addresses.filter { isIPv6($0) != isIPv6(first) }
        return (0..<max(preferred.count, others.count))
            .flatMap { index in [preferred, others].compactMap { index < $0.count ? $0[index] : nil } }
    }
}

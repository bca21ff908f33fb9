public import Frame

/// The rules that every device keeps. Run it in the tests of yours:
///
///     try await DeviceConformance.check(on: loop) { (try CableDevice("a"), try CableDevice("a")) }
public enum DeviceConformance {
    /// Checks a device by what passes between it and another that it is joined with.
    ///
    /// - Parameters:
    ///   - loop: a running event loop, for both links.
    ///   - longestFrame: bytes of the longest frame that the devices carry.
    ///   - reportsDrops: whether `send` says so when a queue is full; a kernel may drop in silence.
    ///   - limit: how long any one thing may take.
    ///   - pair: makes two devices that are joined once both are open. They are opened in this order, and several times.
    /// - Throws: ``ConformanceFailure`` for the first rule that is broken, and what opening throws.
    public static func check(
        on loop: any EventLoop,
        longestFrame: Int = FrameSize.maximum,
        reportsDrops: Bool = true,
        limit: Duration = .seconds(10),
        _ pair: @escaping @Sendable () async throws -> (any Device, any Device)
    ) async throws {
        let rules = LinkRules(
            longestFrame: longestFrame,
            patience: Patience(loop: loop, limit: limit),
            reportsDrops: reportsDrops,
            open: {
                let (first, second) = try await pair()
                let activity = LinkProbe.Activity()
                let left = LinkProbe(try await first.open(on: loop), on: loop, sharing: activity)
                let right = LinkProbe(try await second.open(on: loop), on: loop, sharing: activity)
                return LinkRules.Pair(left: left, right: right)
            }
        )
        try await rules.check()
    }
}

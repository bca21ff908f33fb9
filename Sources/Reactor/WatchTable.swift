internal import Frame

/// What is watched, by descriptor.
///
/// The kernel hands out the lowest free number, so an array holds them all without a gap worth mentioning. A number may be closed
/// and given to another file while an event about the old one still waits its turn: the token that travels with an event names
/// the generation as well as the descriptor, and an event of an older generation finds nobody.
struct WatchTable {
    private struct Entry {
        var generation: UInt32 = 0
        var interest: Readiness = []
        var handler: ((Readiness) -> Void)?
        /// How long the handler takes on average, in nanoseconds.
        var cost: Int64 = 0
        /// Whether an event waits until it is its turn.
        var isDeferred = false
    }

    /// A handler that takes longer than this is costly, in nanoseconds: a ping's way takes less, a batch of frames more.
    private static let modestCost: Int64 = 40_000
    /// The most that a call counts for.
    private static let countedCost: Int64 = 160_000

    private var entries: [Entry] = []
    /// How many descriptors are watched.
    private(set) var count = 0

    /// Whether somebody watches `descriptor`.
    func contains(_ descriptor: CInt) -> Bool { entry(descriptor)?.handler != nil }

    /// What `descriptor` is watched for; `nil` when it is not watched.
    func interest(in descriptor: CInt) -> Readiness? {
        guard let entry = entry(descriptor), entry.handler != nil else { return nil }
        return entry.interest
    }

    /// The token of the current watch on `descriptor`.
    func token(for descriptor: CInt) -> UInt64 {
        UInt64(entry(descriptor)?.generation ?? 0) << 32 | UInt64(UInt32(bitPattern: descriptor))
    }

    /// Enters a watch in place of any there was, of which no event is delivered any more.
    ///
    /// - Returns: the handler replaced, for the caller to let go of: with it may go an object that calls the loop again.
    @discardableResult
    mutating func insert(
        _ descriptor: CInt,
        for interest: Readiness,
        _ handler: @escaping (Readiness) -> Void
    ) -> ((Readiness) -> Void)? {
        let index = Int(descriptor)
        while entries.count <= index { entries.append(Entry()) }
        if entries[index].handler == nil { count += 1 }
        let previous = entries[index].handler
        let generation = entries[index].generation &+ 1
        entries[index] = Entry(generation: generation, interest: interest, handler: handler)
        return previous
    }

    /// Changes what a watched descriptor is watched for.
    mutating func setInterest(in descriptor: CInt, to interest: Readiness) {
        entries[Int(descriptor)].interest = interest
    }

    /// Removes the watch on `descriptor`.
    ///
    /// - Returns: its handler, for the caller to let go of; `nil` when there was no watch.
    mutating func remove(_ descriptor: CInt) -> ((Readiness) -> Void)? {
        guard let handler = entry(descriptor)?.handler else { return nil }
        entries[Int(descriptor)].handler = nil
        count -= 1
        return handler
    }

    /// Who is to be told of an event with `token`; `nil` when its watch has ended since.
    func handler(for token: UInt64) -> ((Readiness) -> Void)? {
        guard let entry = entry(CInt(truncatingIfNeeded: token)), entry.generation == UInt32(token >> 32) else {
            return nil
        }
        return entry.handler
    }

    /// Notes that the handler of a watch took so many nanoseconds.
    ///
    /// The average over a few calls counts, and no call for more than a little: who takes long once, because the kernel had other
    /// plans, is not taken for one who always does.
    mutating func note(_ cost: Int64, for token: UInt64) {
        guard let index = index(of: token) else { return }
        entries[index].cost += (min(cost, Self.countedCost) - entries[index].cost) / 8
    }

    /// Whether an event of a watch should let others go first.
    func isCostly(_ token: UInt64) -> Bool {
        guard let index = index(of: token) else { return false }
        return entries[index].cost > Self.modestCost
    }

    /// Notes that an event waits.
    ///
    /// - Returns: whether none did already.
    mutating func postpone(_ token: UInt64) -> Bool {
        guard let index = index(of: token), !entries[index].isDeferred else { return false }
        entries[index].isDeferred = true
        return true
    }

    /// Ends the wait of an event.
    ///
    /// - Returns: what of it is still of interest.
    mutating func resume(_ token: UInt64, _ readiness: Readiness) -> Readiness {
        guard let index = index(of: token) else { return [] }
        entries[index].isDeferred = false
        return readiness.intersection(entries[index].interest.union(.failed))
    }

    /// Where a watch stands, unless it has ended.
    private func index(of token: UInt64) -> Int? {
        let index = Int(CInt(truncatingIfNeeded: token))
        return entries.indices.contains(index) && entries[index].generation == UInt32(token >> 32) ? index : nil
    }

    private func entry(_ descriptor: CInt) -> Entry? {
        entries.indices.contains(Int(descriptor)) ? entries[Int(descriptor)] : nil
    }
}

import Synchronization

/// How many addresses a peer has, on all its ports and on all switches of a stack.
///
/// Changes only where an address comes or goes: a frame from a known address touches nothing of it.
final class AddressAccount: Sendable {
    /// Names it on all switches of a stack, from 1; ``ofNoPeer`` stands for what no peer has, such as the addresses behind a device.
    let number: UInt32
    private let addressCount = Atomic<Int>(0)
    private let reclaimed = Atomic<Int64>(.min)

    /// The number of the addresses that are no peer's.
    static let ofNoPeer: UInt32 = 0
    /// The greatest number: trunks have 24 bits for it.
    static let greatestNumber: UInt32 = 0x00ff_ffff
    /// How often tables are searched for addresses of one peer that have aged out.
    static let reclaimInterval = Duration.seconds(1)

    init(number: UInt32) { self.number = number }

    /// Whether there are `limit` addresses or more.
    func isFull(_ limit: Int) -> Bool { addressCount.load(ordering: .relaxed) >= limit }

    /// Counts one more address.
    ///
    /// - Returns: `false` if there are `limit` already, on whichever switches.
    func enter(limit: Int) -> Bool {
        guard addressCount.wrappingAdd(1, ordering: .relaxed).newValue > limit else { return true }
        addressCount.wrappingSubtract(1, ordering: .relaxed)
        return false
    }

    /// Counts one address less.
    func leave() { addressCount.wrappingSubtract(1, ordering: .relaxed) }

    /// Whether tables may be searched now for addresses that have aged out; then not again for a while, by no switch.
    func mayReclaim(at now: PolicyTick) -> Bool {
        let last = reclaimed.load(ordering: .relaxed)
        guard last == .min || now.isPast(Self.reclaimInterval, since: PolicyTick(rawValue: last)) else { return false }
        return reclaimed.compareExchange(expected: last, desired: now.rawValue, ordering: .relaxed).exchanged
    }
}

/// Whose the addresses in a table are, and how many each holder has there: a port's addresses are those of its peer's account.
///
/// Takes part only where an address comes or goes. Shared by the parts of a switch, and confined to its event loop.
final class AddressHolders {
    /// The accounts of the ports, by place.
    @exclusivity(unchecked) private var accounts: [AddressAccount?] = []
    /// The same, to be read without counting references.
    @exclusivity(unchecked) private var seats: [Seat] = []
    @exclusivity(unchecked) private var holders = [Holder()]
    /// The addresses of all holders that are bound.
    @exclusivity(unchecked) private var boundCount = 0

    init() {}

    private struct Seat {
        var account: Unmanaged<AddressAccount>?
        var number = AddressAccount.ofNoPeer
    }

    private struct Holder {
        var count = 0
        /// Whether no other holder may take its addresses, and it may take none of others.
        var isBound = false
        /// Until when nothing is given up for it.
        var refusedUntil: AgeingTick?
    }

    /// The part of what others leave of a table that one bound holder may have, whose addresses no other can take away again.
    static let boundShare = 16

    /// Has the addresses at `place` count for `account`; `nil` is no peer's.
    func seat(_ account: AddressAccount?, at place: Int) {
        while accounts.count <= place {
            accounts.append(nil)
            seats.append(Seat())
        }
        accounts[place] = account
        seats[place] = account.map { Seat(account: .passUnretained($0), number: $0.number) } ?? Seat()
    }

    /// The number of the account that what is at `place` counts for.
    func number(of place: UInt32) -> UInt32 {
        if place >= Trunk.firstPlace { return Trunk.account(of: place) }
        return Int(place) < seats.count ? seats[Int(place)].number : AddressAccount.ofNoPeer
    }

    /// Whether the account of `place` has `limit` addresses or more, on all switches.
    func isFull(_ place: UInt32, limit: Int) -> Bool {
        account(of: place)?._withUnsafeGuaranteedRef { $0.isFull(limit) } ?? false
    }

    /// Counts one more address at `place`.
    ///
    /// An address behind a trunk counts for its account where its port is.
    ///
    /// - Returns: `false` if the account has `limit` addresses already.
    func enter(_ place: UInt32, limit: Int) -> Bool {
        guard place != ForwardingTable.nowhere else { return true }
        guard account(of: place)?._withUnsafeGuaranteedRef({ $0.enter(limit: limit) }) ?? true else { return false }
        change(number(of: place), by: 1)
        return true
    }

    /// Counts one address at `place` less.
    func leave(_ place: UInt32) {
        guard place != ForwardingTable.nowhere else { return }
        account(of: place)?._withUnsafeGuaranteedRef { $0.leave() }
        change(number(of: place), by: -1)
    }

    /// Notes whether a holder is bound.
    func bind(_ number: UInt32, _ isBound: Bool) {
        grow(to: number)
        guard holders[Int(number)].isBound != isBound else { return }
        holders[Int(number)].isBound = isBound
        boundCount += isBound ? holders[Int(number)].count : -holders[Int(number)].count
    }

    /// Whether a holder is bound.
    func isBound(_ number: UInt32) -> Bool { holder(number)?.isBound == true }

    /// Whether a bound holder may have one more of a table with this capacity.
    func hasShare(_ number: UInt32, of capacity: Int) -> Bool {
        guard let holder = holder(number) else { return true }
        let others = boundCount - (holder.isBound ? holder.count : 0)
        return holder.count < max(1, (capacity - others) / Self.boundShare)
    }

    /// How many addresses a holder has here.
    func count(of number: UInt32) -> Int { holder(number)?.count ?? 0 }

    /// Whether an address of `loser` is given up for one of `winner` in a full table with this capacity.
    ///
    /// Never one of a bound holder; one of no peer's only where these are more than half of all; one of another peer's if that has
    /// more than the winner would have.
    func givesUp(_ loser: UInt32, for winner: UInt32, capacity: Int) -> Bool {
        guard loser != winner, holder(loser)?.isBound != true else { return false }
        if loser == AddressAccount.ofNoPeer { return count(of: loser) > capacity / 2 }
        if winner == AddressAccount.ofNoPeer { return count(of: winner) < capacity / 2 }
        return count(of: loser) > count(of: winner) + 1
    }

    /// Notes that nothing was found to be given up for a holder: for a moment there is no need to look again.
    func refuse(_ number: UInt32, until moment: AgeingTick) {
        grow(to: number)
        holders[Int(number)].refusedUntil = moment
    }

    /// Whether nothing was found for a holder a moment ago.
    func isRefused(_ number: UInt32, at now: AgeingTick) -> Bool {
        holder(number)?.refusedUntil?.isAfter(now) == true
    }

    private func account(of place: UInt32) -> Unmanaged<AddressAccount>? {
        Int(place) < seats.count ? seats[Int(place)].account : nil
    }

    private func holder(_ number: UInt32) -> Holder? {
        Int(number) < holders.count ? holders[Int(number)] : nil
    }

    private func change(_ number: UInt32, by change: Int) {
        grow(to: number)
        holders[Int(number)].count += change
        if holders[Int(number)].isBound { boundCount += change }
    }

    private func grow(to number: UInt32) {
        while holders.count <= Int(number) { holders.append(Holder()) }
    }
}

import Frame
import Linux

/// The accounts of all peers that have ports, one for each, whichever switches of a stack the ports are on.
///
/// Asked when a port comes or goes, and not for frames. An account rests before its number is given to another peer, until what other
/// switches have learned of it has aged out.
final class AddressAccounts: Sendable {
    private let rest: Duration
    private let restingLimit: Int
    private let state = Locked(State())

    fileprivate struct Entry {
        let account: AddressAccount
        var portCount = 1
        /// When its last port went.
        var since = Duration.zero
    }

    fileprivate struct State: Sendable {
        var entries: [PeerMark: Entry] = [:]
        /// Accounts without a port, those that have rested longest in front; also some that have a port again.
        var resting: [(mark: PeerMark, since: Duration)] = []
        var restingStart = 0
        var freeNumbers: [UInt32] = []
        var lastNumber = AddressAccount.ofNoPeer
    }

    /// The most accounts that rest: when there are more, those that have rested longest wake early.
    static let restingLimit = 4096

    /// - Parameter rest: how long a number is given to no other peer; not at all where there are no other switches.
    init(rest: Duration = .zero, restingLimit: Int = AddressAccounts.restingLimit) {
        (self.rest, self.restingLimit) = (rest, restingLimit)
    }

    /// The account of a peer that has another port now.
    func open(_ mark: PeerMark, at now: Duration) -> AddressAccount {
        state.withLock { state in
            state.wake(those: now - rest, keeping: restingLimit)
            if let account = state.entries[mark]?.account {
                state.entries[mark]?.portCount += 1
                return account
            }
            let entry = Entry(account: AddressAccount(number: state.nextNumber()))
            state.entries[mark] = entry
            return entry.account
        }
    }

    /// A port has gone.
    func close(_ mark: PeerMark, at now: Duration) {
        state.withLock { state in
            guard var entry = state.entries[mark] else { return }
            entry.portCount -= 1
            entry.since = now
            state.entries[mark] = entry
            if entry.portCount == 0 { state.resting.append((mark, now)) }
            state.wake(those: now - rest, keeping: restingLimit)
        }
    }

    /// The accounts that there are, those that rest among them.
    var count: Int { state.withLock { $0.entries.count } }
}

extension AddressAccounts.State {
    /// Frees the numbers of those that have rested since `moment`, and of those that are too many.
    fileprivate mutating func wake(those moment: Duration, keeping limit: Int) {
        while restingStart < resting.count,
            resting[restingStart].since <= moment || resting.count - restingStart > limit
        {
            let (mark, since) = resting[restingStart]
            restingStart += 1
            // It may have had a port again meanwhile.
            guard let entry = entries[mark], entry.portCount == 0, entry.since == since else { continue }
            entries[mark] = nil
            freeNumbers.append(entry.account.number)
        }
        guard restingStart > resting.count / 2 else { return }
        resting.removeFirst(restingStart)
        restingStart = 0
    }

    /// A number that no other account has, for as long as there are any.
    fileprivate mutating func nextNumber() -> UInt32 {
        if let number = freeNumbers.popLast() { return number }
        lastNumber = min(lastNumber + 1, AddressAccount.greatestNumber)
        return lastNumber
    }
}

/// A number for the peer behind a port, the same on all ports of one principal, or, without authentication, of one host.
///
/// It is a hash of 64 bits with a key of the process's own: that two are alike by chance, or can be made so, is as likely as that
/// a key is guessed.
struct PeerMark: Hashable, BitwiseCopyable {
    private let rawValue: Int

    init(_ peer: Peer) {
        var hasher = Hasher()
        hasher.combine(peer.identity)
        rawValue = hasher.finalize()
    }
}

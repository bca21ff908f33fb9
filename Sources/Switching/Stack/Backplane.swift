package import Frame
import Synchronization

/// What the switches of a stack have in common: the cables between them, the numbers of their ports, and whether a peer can be
/// reached through any of them.
package final class Backplane: Sendable {
    /// What the addresses of peers count for, whichever switches their ports are on.
    let accounts: AddressAccounts
    private let doorbells: [Doorbell]
    /// One for each pair of switches and each direction.
    private let mailboxes: [Mailbox]
    /// A bit for each switch that peers are connected to, or may connect to.
    private let reach = Atomic<UInt64>(0)
    /// Numbers the ports of all its switches.
    let numbers: PortNumbers
    private let lastDevice = Atomic<UInt8>(0)

    /// A switch's place in the stack.
    package struct Seat: Sendable {
        let backplane: Backplane
        /// Counts from 0.
        let number: Int

        package init(backplane: Backplane, number: Int) { (self.backplane, self.number) = (backplane, number) }
    }

    /// Makes cables between switches on each of `loops`, 64 at most.
    ///
    /// - Parameters:
    ///   - ageing: how long they remember an address.
    ///   - numbers: numbers their ports.
    package convenience init(
        _ loops: [any EventLoop], ageing: Duration = SwitchConfiguration().ageing,
        numberedBy numbers: PortNumbers = PortNumbers()
    ) {
        self.init(loops, ageing: ageing, numberedBy: numbers, mailboxCapacity: Mailbox.capacity)
    }

    /// - Parameter mailboxCapacity: what each direction of a cable holds, in bytes.
    init(
        _ loops: [any EventLoop], ageing: Duration = SwitchConfiguration().ageing,
        numberedBy numbers: PortNumbers = PortNumbers(), mailboxCapacity: Int
    ) {
        self.numbers = numbers
        precondition(1...64 ~= loops.count, "a stack has 1 to 64 switches")
        // One second more, because switches round up.
        accounts = AddressAccounts(rest: ageing + .seconds(1))
        doorbells = loops.map { Doorbell(on: $0) }
        mailboxes = (0..<loops.count * (loops.count - 1)).map { _ in Mailbox(capacity: mailboxCapacity) }
    }

    /// Connects a switch to its doorbell, and hands it its ends of the cables to all others.
    func seat(_ fabric: LearningSwitch, at number: Int) -> TrunkList {
        doorbells[number].connect(to: fabric)
        let others = doorbells.indices.filter { $0 != number }
        return TrunkList(
            others.enumerated().map { index, other in
                Trunk(
                    numbers.next(),
                    name: "trunk:\(number)-\(other)",
                    index: index,
                    outbox: mailbox(from: number, to: other),
                    inbox: mailbox(from: other, to: number),
                    doorbell: doorbells[other]
                )
            }
        )
    }

    /// Lets go of a switch.
    ///
    /// Called on its event loop.
    func unseat(_ number: Int) { doorbells[number].connect(to: nil) }

    /// Has the switch at `number` come to its doorbell once more, after others had their turn.
    func ring(_ number: Int) { doorbells[number].ring() }

    /// Says that something about the stack has changed, to all but the switch at `number`.
    func notifyOthers(than number: Int) {
        for (other, doorbell) in doorbells.enumerated() where other != number { doorbell.notify() }
    }

    /// Notes whether a peer can be reached through the switch at `number`.
    ///
    /// - Returns: whether one can be through any.
    func setReach(of number: Int, to isUp: Bool) -> Bool {
        let bit: UInt64 = 1 << UInt64(number)
        let (old, new) =
            isUp
            ? reach.bitwiseOr(bit, ordering: .acquiringAndReleasing)
            : reach.bitwiseAnd(~bit, ordering: .acquiringAndReleasing)
        if (old == 0) != (new == 0) { notifyOthers(than: number) }
        return new != 0
    }

    /// A name on trunks for another device, or `nil` when they have all been given.
    package func nextDevice() -> SharedDevice? {
        // A number that is given twice would have two devices taken for one.
        guard lastDevice.load(ordering: .relaxed) < .max else { return nil }
        return SharedDevice(number: lastDevice.wrappingAdd(1, ordering: .relaxed).newValue, id: numbers.next())
    }

    private func mailbox(from sender: Int, to receiver: Int) -> Mailbox {
        mailboxes[sender * (doorbells.count - 1) + (receiver < sender ? receiver : receiver - 1)]
    }
}

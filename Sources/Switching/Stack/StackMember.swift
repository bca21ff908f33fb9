import Frame

/// A switch's part in a stack: the trunks to the other switches, and what these tell each other of addresses.
///
/// A switch that is in no stack has no trunks.
///
/// In a stack an address that one switch knows may have aged out on another, where a peer could have it for the asking. So each switch that
/// gives an address to a port that may not take it from others says so, and a switch that knows better objects.
final class StackMember {
    private let table: ForwardingTable
    private let ports: PortList
    private let now: () -> Duration
    /// Which of a stack's switches this is, if it is one.
    private var seat: Backplane.Seat?
    /// The ways to the other switches.
    @exclusivity(unchecked) private(set) var trunks = TrunkList()
    /// The places of this switch's queues of the devices that the stack shares, by the device's number less one.
    @exclusivity(unchecked) private var queuePlaces: [UInt32] = []
    /// What the addresses of peers count for: the stack's, if there is one.
    private(set) var accounts = AddressAccounts()
    private var numbers: PortNumbers

    init(_ table: ForwardingTable, _ ports: PortList, numberedBy numbers: PortNumbers, now: @escaping () -> Duration) {
        (self.table, self.ports, self.numbers, self.now) = (table, ports, numbers, now)
    }

    // MARK: Membership

    /// Joins the others of a stack.
    func join(_ seat: Backplane.Seat, with fabric: LearningSwitch) {
        self.seat = seat
        (accounts, numbers) = (seat.backplane.accounts, seat.backplane.numbers)
        trunks = seat.backplane.seat(fabric, at: seat.number)
    }

    /// Parts from the others.
    func leave() {
        guard let seat else { return }
        seat.backplane.unseat(seat.number)
    }

    /// A number for a port, never given again.
    func nextPort() -> PortID { numbers.next() }

    /// Notes whether a peer can be reached through this switch.
    ///
    /// - Returns: whether one can be through any.
    func setReach(to isUp: Bool) -> Bool {
        seat.map { $0.backplane.setReach(of: $0.number, to: isUp) } ?? isUp
    }

    /// This switch has a queue of a device that all share.
    func plugged(queueOf device: SharedDevice, at place: Int) {
        setQueuePlace(of: device, to: UInt32(truncatingIfNeeded: place))
    }

    /// This switch's queue of a device has gone.
    func unplugged(queueOf device: SharedDevice) { setQueuePlace(of: device, to: ForwardingTable.nowhere) }

    /// A device that all share has ended: the others unplug their queues.
    func notifyOthers() {
        guard let seat else { return }
        seat.backplane.notifyOthers(than: seat.number)
    }

    private func setQueuePlace(of device: SharedDevice, to place: UInt32) {
        let index = Int(device.number) - 1
        while queuePlaces.count <= index { queuePlaces.append(ForwardingTable.nowhere) }
        queuePlaces[index] = place
    }

    // MARK: Frames

    /// Passes on a frame that came in here, for an address that was learned on the trunk at `place`.
    func send(_ frame: RawSpan, _ transit: Transit, from port: Port, overTrunkAt place: UInt32) {
        let header = TrunkHeader(.directed, port.source, offload: transit.offload)
        trunks.trunk(at: place)?._withUnsafeGuaranteedRef { $0.send(frame, header) }
    }

    /// Passes on a frame that came in here, to all others.
    func flood(_ frame: RawSpan, _ transit: Transit, from port: Port) {
        guard !trunks.isEmpty else { return }
        let header = TrunkHeader(.flooded, port.source, offload: transit.offload)
        trunks.forEach { $0.send(frame, header) }
    }

    /// Hands over what was queued since the last flush.
    func flush() { trunks.forEach { $0.flush() } }

    /// Takes what other switches have handed over, a bounded batch of each.
    ///
    /// - Parameters:
    ///   - body: given frames, and words about addresses.
    ///   - afterEach: called behind each batch.
    func take(_ body: (TrunkHeader, RawSpan, Trunk) -> Void, afterEach: () -> Void) {
        var isMore = false
        trunks.forEach { trunk in
            isMore = trunk.inbox.take(upTo: Trunk.batchBytes) { body($0, $1, trunk) } || isMore
            afterEach()
        }
        if isMore, let seat { seat.backplane.ring(seat.number) }
    }

    /// Where the table has what comes over a trunk.
    func origin(of header: TrunkHeader, from trunk: Trunk) -> UInt32 {
        // What comes from a device that we have a queue of is behind that queue: the others' ways to it are no shorter.
        let index = Int(header.device) - 1
        guard queuePlaces.indices.contains(index), queuePlaces[index] != ForwardingTable.nowhere else {
            return trunk.place(of: header.account)
        }
        return queuePlaces[index]
    }

    // MARK: What this switch says

    /// Tells all others that an address is here, where it was not before.
    func announce(_ address: AddressKey, from port: Port) {
        guard !trunks.isEmpty else { return }
        trunks.forEach { $0.tell(.here, address, port.source) }
    }

    /// Asks the switch behind a trunk whether it still has an address: its port may have gone.
    func ask(for address: AddressKey, at holder: UInt32) {
        trunks.trunk(at: holder)?._withUnsafeGuaranteedRef { $0.tell(.wanted, address) }
    }

    /// Has all others look for addresses of an account that have aged out.
    func tellReclaimed(_ account: UInt32) {
        trunks.forEach { $0.tell(.reclaimed, .none, TrunkHeader.Source(account: account)) }
    }

    /// What others are to know of the port at a place of this switch, or of one that is kept there.
    func whereabouts(at place: UInt32) -> TrunkHeader.Source {
        let account = table.holders.number(of: place)
        return TrunkHeader.Source(
            device: ports.port(at: Int(place))?._withUnsafeGuaranteedRef { $0.deviceNumber } ?? 0,
            restrictions: table.holders.isBound(account) ? .bound : [],
            account: account
        )
    }

    // MARK: What this switch is told

    /// Another switch has said something about an address.
    func hear(_ header: TrunkHeader, from trunk: Trunk) {
        let (address, origin) = (header.address, origin(of: header, from: trunk))
        switch header.kind {
        case .here where header.restrictions.contains(.bound):
            // Where it is another switch's, that one objects.
            guard !learn(address, header, at: origin, now()), let held = held(address) else { return }
            trunks.forEach { $0.tell(.upheld, held.address, held.source) }
        case .here, .upheld: move(address, header, to: origin, at: now())
        case .wanted:
            guard let held = held(address) else { return trunk.tell(.free, address) }
            trunk.tell(.upheld, held.address, held.source)
        case .gone: table.forget(address, behind: origin)
        case .free:
            table.forget(address, behind: origin)
            table.forget(AddressKey(anyVLANOf: address), behind: origin)
        case .reclaimed: table.reclaim(header.account, at: now())
        case .directed, .flooded, .filler: break
        }
    }

    /// Learns the source of a frame from a trunk, or of a word from there.
    ///
    /// - Returns: `false` if it is in use elsewhere, and its port may not take it.
    func learn(_ source: AddressKey, _ header: TrunkHeader, at origin: UInt32, _ time: Duration) -> Bool {
        guard header.restrictions.contains(.bound) else {
            move(source, header, to: origin, at: time)
            return true
        }
        switch table.claim(source, by: ForwardingTable.Claimant(port: origin, isBound: true), at: time) {
        case .known, .full, .overLimit: return true
        case .added: table.holders.bind(header.account, true)
        case .held(let holder), .heldElsewhere(let holder):
            // Of what is behind a trunk the switch there knows best.
            guard table.isSameHolder(holder, origin) || Trunk.isSame(holder, origin) else { return false }
            move(source, header, to: origin, at: time)
        }
        return true
    }

    /// Learns where an address is, on whatever port it was before.
    private func move(_ address: AddressKey, _ header: TrunkHeader, to origin: UInt32, at time: Duration) {
        guard !address.isOfAnyVLAN else { return table.learnOwner(address, on: origin, at: time) }
        guard table.learn(address, on: origin, at: time), header.account != AddressAccount.ofNoPeer else { return }
        table.holders.bind(header.account, header.restrictions.contains(.bound))
    }

    /// An address that is in use here, in this VLAN or else in whatever VLAN, and where it is.
    private func held(_ address: AddressKey) -> (address: AddressKey, source: TrunkHeader.Source)? {
        let time = now()
        for address in [address, AddressKey(anyVLANOf: address)] {
            if let place = table.port(for: address, at: time), place < Trunk.firstPlace {
                return (address, whereabouts(at: place))
            }
        }
        return nil
    }
}

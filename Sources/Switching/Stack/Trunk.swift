import Frame

/// One end of a cable between two switches of a stack: what goes in is read by the other switch on its own event loop.
///
/// It is like a link, but that it knows more of a frame than its bytes: whether all others get it too, and which of the devices that
/// the stack shares it came from.
final class Trunk {
    let id: PortID
    private let name: String
    /// Counts the trunks of one switch from 0.
    let index: Int
    private let outbox: Mailbox
    let inbox: Mailbox
    /// The other switch's.
    private let doorbell: Doorbell
    @exclusivity(unchecked) private(set) var counters = PortCounters()
    /// Whether something was posted since the last flush.
    @exclusivity(unchecked) private var isTouched = false

    /// Bytes taken out of a mailbox before what they caused is flushed, and others on the loop have their turn.
    static let batchBytes = 256 * 1024

    init(_ id: PortID, name: String, index: Int, outbox: Mailbox, inbox: Mailbox, doorbell: Doorbell) {
        self.id = id
        self.name = name
        self.index = index
        self.outbox = outbox
        self.inbox = inbox
        self.doorbell = doorbell
    }

    /// Queues a frame, or drops it if the mailbox is full.
    func send(_ frame: RawSpan, _ header: TrunkHeader) {
        guard outbox.post(header, frame) else { return dropped(.queueFull) }
        isTouched = true
        counters.transmitted.count(frame.byteCount)
    }

    /// Queues a word about an address.
    ///
    /// One that is lost in a full mailbox costs frames a detour: a table is never wrong for longer than its entries live.
    ///
    /// - Parameter source: what is known of where the address is.
    func tell(_ kind: TrunkHeader.Kind, _ address: AddressKey, _ source: TrunkHeader.Source = TrunkHeader.Source()) {
        if outbox.post(TrunkHeader(kind, source, address: address), RawSpan()) { isTouched = true }
    }

    /// Hands over what was queued since the last flush, and wakes the other loop.
    func flush() {
        guard isTouched else { return }
        isTouched = false
        outbox.handOver()
        doorbell.ring()
    }

    /// Counts a frame that the other switch has sent.
    func countReceived(_ byteCount: Int) { counters.received.count(byteCount) }

    func dropped(_ reason: DropReason) { counters.drops[reason] &+= 1 }

    func snapshot() -> PortSnapshot {
        PortSnapshot(id: id, name: name, role: .trunk, peer: nil, counters: counters)
    }
}

/// What the forwarding table knows of an address behind a trunk: which trunk that is, and whose the address is there.
///
///     31 30        24 23                                   0
///     | 1 |  trunk   |               account               |
extension Trunk {
    /// The least place of a trunk: no port has one so high.
    static let firstPlace: UInt32 = 1 << 31

    /// Where the forwarding table finds addresses of one account behind this trunk.
    func place(of account: UInt32) -> UInt32 {
        Self.firstPlace | UInt32(index) << 24 | account & AddressAccount.greatestNumber
    }

    /// The account in a trunk's place.
    static func account(of place: UInt32) -> UInt32 { place & AddressAccount.greatestNumber }

    /// The trunk in a place, from 0.
    static func index(of place: UInt32) -> Int { Int((place & ~firstPlace) >> 24) }

    /// Whether both places are of one trunk.
    static func isSame(_ one: UInt32, _ other: UInt32) -> Bool {
        one >= firstPlace && one >> 24 == other >> 24
    }
}

/// The trunks of a switch by place, behind those of the ports.
///
/// They are there for as long as the switch is part of a stack, and reading one for a frame counts no reference.
struct TrunkList {
    private let owned: [Trunk]
    private let places: [Unmanaged<Trunk>]

    init(_ trunks: [Trunk] = []) {
        owned = trunks
        places = trunks.map { .passUnretained($0) }
    }

    var isEmpty: Bool { places.isEmpty }

    /// All trunks.
    var all: [Trunk] { owned }

    /// The trunk at `place`, if there is one: to be used at once.
    func trunk(at place: UInt32) -> Unmanaged<Trunk>? {
        guard place >= Trunk.firstPlace else { return nil }
        let index = Trunk.index(of: place)
        return index < places.count ? places[index] : nil
    }

    /// Calls `body` with each trunk.
    func forEach(_ body: (Trunk) -> Void) {
        for index in places.indices { places[index]._withUnsafeGuaranteedRef(body) }
    }
}

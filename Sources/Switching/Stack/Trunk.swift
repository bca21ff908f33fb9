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
    @exclusivity(unchecked) var counters = PortCounters()
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

    func dropped(_ reason: DropReason) { counters.drops[reason] &+= 1 }

    func snapshot() -> PortSnapshot {
        PortSnapshot(id: id, name: name, role: .trunk, peer: nil, counters: counters)
    }
}

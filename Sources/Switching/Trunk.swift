import Frame

/// One end of a cable between two switches of a stack: what goes in is read by the other switch on its own event loop.
///
/// It is like a link, but that it knows more of a frame than its bytes: whether all others get it too, and which of the devices that
/// the stack shares it came from.
final class Trunk {
    let id: PortID
    private let name: String
    /// Where the forwarding table finds it.
    let place: UInt32
    private let outbox: Mailbox
    let inbox: Mailbox
    /// The other switch's.
    private let doorbell: Doorbell
    @exclusivity(unchecked) var counters = PortCounters()
    /// Whether something was posted since the last flush.
    @exclusivity(unchecked) private var isTouched = false

    /// The place of a switch's first trunk: no port has one so high.
    static let firstPlace: UInt32 = 1 << 31
    /// Bytes taken out of a mailbox before what they caused is flushed, and others on the loop have their turn.
    static let batchBytes = 256 * 1024

    /// - Parameter index: counts the trunks of one switch from 0.
    init(_ id: PortID, name: String, index: Int, outbox: Mailbox, inbox: Mailbox, doorbell: Doorbell) {
        self.id = id
        self.name = name
        place = Self.firstPlace + UInt32(index)
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
    /// - Parameter mark: who has the address now, if he may not take it from anybody else.
    func tell(_ kind: TrunkHeader.Kind, _ address: AddressKey, on device: UInt8 = 0, of mark: PeerMark? = nil) {
        var header = TrunkHeader(address: address, kind: kind, device: device)
        guard let mark else {
            if outbox.post(header, RawSpan()) { isTouched = true }
            return
        }
        header.restrictions = .bound
        mark.withBytes { if outbox.post(header, $0) { isTouched = true } }
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

/// The first records behind one place in the order of addresses, out of many that come in any order.
///
/// Holds twice as many as are wanted at most. Each record costs one comparison; few of those that come late cost more.
struct AddressPage {
    private let limit: Int
    /// Between these, both excluded, a record is wanted.
    private let least: UInt64?
    private var greatest = UInt64.max
    private(set) var candidates: [AddressSlots.Entry] = []

    /// - Parameters:
    ///   - order: the place behind which the page begins; `nil` for the first page.
    ///   - limit: the most records on it.
    init(after order: UInt64?, limit: Int) { (least, self.limit) = (order, max(limit, 0)) }

    /// Whether a record would be on the page, of those that came so far.
    func wants(_ entry: AddressSlots.Entry) -> Bool {
        let order = entry.key.order
        return order < greatest && least.map { order > $0 } ?? true
    }

    /// Takes a record that the page wants.
    mutating func take(_ entry: AddressSlots.Entry) {
        candidates.append(entry)
        if candidates.count >= max(2 * limit, 1) { drop() }
    }

    /// The records, in order.
    mutating func finish() -> [AddressSlots.Entry] {
        drop()
        return candidates
    }

    /// Drops the records that are not on the page, now that others are.
    private mutating func drop() {
        candidates.sort { $0.key.order < $1.key.order }
        guard candidates.count >= limit else { return }
        candidates.removeSubrange(limit...)
        greatest = candidates.last?.key.order ?? 0
    }
}

extension ForwardingTable {
    /// The first addresses behind one place in their order, where they are at a port of this switch.
    ///
    /// Looks at every place of the table, and copies no more than two pages of it.
    ///
    /// - Parameters:
    ///   - order: the place behind which the page begins; `nil` for the first page.
    ///   - limit: the most addresses.
    ///   - ports: the numbers of the ports, by place.
    func page(after order: UInt64?, limit: Int, at time: Duration, on ports: [PortID?]) -> [AddressSnapshot] {
        let now = AgeingTick(time)
        var page = AddressPage(after: order, limit: limit)
        for entry in records.slots.entries where page.wants(entry) && entry.isAlive(at: now) && !entry.key.isOfAnyVLAN {
            if entry.port < ports.count, ports[Int(entry.port)] != nil { page.take(entry) }
        }
        return page.finish().compactMap { snapshot(of: $0, at: now, on: ports) }
    }

    private func snapshot(of entry: AddressSlots.Entry, at now: AgeingTick, on ports: [PortID?]) -> AddressSnapshot? {
        ports[Int(entry.port)].map { port in
            AddressSnapshot(
                address: entry.key.address, vlan: entry.key.vlan, port: port, age: age(of: entry.expiry, at: now))
        }
    }
}

/// The ports of a switch by *place*, a small index that the forwarding table can hold.
///
/// Keeps ports alive until they are both removed and released. Reading one for a frame counts no reference, therefore a port that
/// is removed while frames are under way must not be released before they are through.
struct PortList {
    private var places: [Unmanaged<Port>?] = []
    private var owned: [PortID: Port] = [:]
    private var removed: [Port] = []
    /// Ports without a link, whose places are taken all the same.
    private(set) var kept: [PortID: KeptPort] = [:]
    /// The ports that lead to other hosts.
    private(set) var tunnelCount = 0

    /// One more than the last place taken.
    var placeCount: Int { places.count }

    /// The ports attached, in the order they came.
    var all: [Port] { owned.values.sorted { $0.id < $1.id } }

    subscript(id: PortID) -> Port? { owned[id] }

    /// The first place without a port.
    var freePlace: Int {
        let taken = Set(kept.values.lazy.map(\.place))
        return places.indices.first { places[$0] == nil && !taken.contains($0) } ?? places.endIndex
    }

    /// Adds a port at the first place without one.
    mutating func insert(_ port: Port) {
        owned[port.id] = port
        if port.role == .tunnel { tunnelCount += 1 }
        let reference = Unmanaged.passUnretained(port)
        if port.place == places.endIndex { places.append(reference) } else { places[port.place] = reference }
    }

    /// Clears the port's place, for the next one that comes.
    mutating func remove(_ port: Port) {
        unplug(port)
        trim()
    }

    /// Clears the port's place, and keeps it for whoever is given `kept` back.
    mutating func keep(_ port: Port, as kept: KeptPort) {
        unplug(port)
        self.kept[port.id] = kept
    }

    /// Hands over a port that was kept, for its place to be taken at once.
    mutating func takeKept(_ id: PortID) -> KeptPort? {
        kept.removeValue(forKey: id)
    }

    /// Forgets a port that was kept.
    mutating func removeKept(_ id: PortID) -> KeptPort? {
        defer { trim() }
        return takeKept(id)
    }

    private mutating func unplug(_ port: Port) {
        guard let port = owned.removeValue(forKey: port.id) else { return }
        removed.append(port)
        if port.role == .tunnel { tunnelCount -= 1 }
        places[port.place] = nil
    }

    private mutating func trim() {
        // What is kept needs its place again.
        let least = kept.values.reduce(0) { max($0, $1.place + 1) }
        while places.count > least, let last = places.last, last == nil { places.removeLast() }
    }

    /// Whether ports were removed that nobody has released.
    var hasRemoved: Bool { !removed.isEmpty }

    /// Hands over the ports removed, for the caller to let go of.
    mutating func takeRemoved() -> [Port] {
        defer { removed = [] }
        return removed
    }

    /// The port at `place`, if there is one: to be used at once, and without counting references.
    func port(at place: Int) -> Unmanaged<Port>? { place < places.count ? places[place] : nil }
}

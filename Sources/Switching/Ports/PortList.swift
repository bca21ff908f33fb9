/// The ports of a switch by *place*, a small index that the forwarding table can hold.
///
/// Keeps ports alive until they are both removed and released. Reading one for a frame counts no reference, therefore a port that
/// is removed while frames are under way must not be released before they are through.
///
/// Shared by the parts of a switch, and confined to its event loop.
final class PortList {
    // No access to these overlaps another: nothing here calls what is outside but ``leave()``, at its end.
    @exclusivity(unchecked) private var places: [Unmanaged<Port>?] = []
    @exclusivity(unchecked) private var owned: [PortID: Port] = [:]
    @exclusivity(unchecked) private var removed: [Port] = []
    /// The calls of links into the switch that are under way, one within another.
    @exclusivity(unchecked) private var depth = 0
    /// Ports without a link, whose places are taken all the same.
    private(set) var kept: [PortID: KeptPort] = [:]
    /// The ports that lead to other hosts.
    private(set) var tunnelCount = 0

    /// One more than the last place taken.
    var placeCount: Int { places.count }

    /// The ports attached, in the order they came.
    var all: [Port] { owned.values.sorted { $0.id < $1.id } }

    subscript(id: PortID) -> Port? { owned[id] }

    /// The numbers of the ports, by place, also of those without a link.
    var numbers: [PortID?] {
        var numbers = places.map { $0?._withUnsafeGuaranteedRef(\.id) }
        for port in kept.values { numbers[port.place] = port.snapshot.id }
        return numbers
    }

    /// The first place without a port.
    var freePlace: Int {
        let taken = Set(kept.values.lazy.map(\.place))
        return places.indices.first { places[$0] == nil && !taken.contains($0) } ?? places.endIndex
    }

    /// Adds a port at the first place without one.
    func insert(_ port: Port) {
        owned[port.id] = port
        if port.role == .tunnel { tunnelCount += 1 }
        let reference = Unmanaged.passUnretained(port)
        if port.place == places.endIndex { places.append(reference) } else { places[port.place] = reference }
    }

    /// Clears the port's place, for the next one that comes.
    func remove(_ port: Port) {
        unplug(port)
        trim()
    }

    /// Clears the port's place, and keeps it for a caller that brings `kept` back.
    func keep(_ port: Port, as kept: KeptPort) {
        unplug(port)
        self.kept[port.id] = kept
    }

    /// Hands over a port that was kept, for its place to be taken at once.
    func takeKept(_ id: PortID) -> KeptPort? {
        kept.removeValue(forKey: id)
    }

    /// Adds taps to a port that is kept, or removes them.
    ///
    /// - Returns: `false` if no such port is kept.
    func changeTaps(ofKept id: PortID, _ change: (inout PortTaps) -> Void) -> Bool {
        guard var port = kept[id] else { return false }
        port.change(change)
        kept[id] = port
        return true
    }

    /// Forgets a port that was kept.
    func removeKept(_ id: PortID) -> KeptPort? {
        defer { trim() }
        return takeKept(id)
    }

    private func unplug(_ port: Port) {
        guard let port = owned.removeValue(forKey: port.id) else { return }
        removed.append(port)
        if port.role == .tunnel { tunnelCount -= 1 }
        places[port.place] = nil
    }

    private func trim() {
        // What is kept needs its place again.
        let least = kept.values.reduce(0) { max($0, $1.place + 1) }
        while places.count > least, let last = places.last, last == nil { places.removeLast() }
    }

    /// A call of a link into the switch begins.
    func enter() { depth += 1 }

    /// A call of a link into the switch ends.
    ///
    /// The last thing that a call does: the switch may be gone afterwards.
    func leave() {
        depth -= 1
        releaseRemoved()
    }

    /// Lets go of ports that were removed, once no call is under way that may be using them.
    func releaseRemoved() {
        guard depth == 0, !removed.isEmpty else { return }
        let gone = removed
        removed = []
        for port in gone { port.release() }
    }

    /// The port at `place`, if there is one: to be used at once, and without counting references.
    func port(at place: Int) -> Unmanaged<Port>? { place < places.count ? places[place] : nil }
}

import Frame

extension SwitchSnapshot {
    /// Makes one switch of several: a port that more than one has counts what passed through it on all.
    init(merging snapshots: [SwitchSnapshot]) {
        var merged: [PortID: PortSnapshot] = [:]
        for port in snapshots.lazy.flatMap(\.ports) {
            merged[port.id] = merged[port.id].map { $0.adding(port.counters) } ?? port
        }
        self.init(
            ports: merged.values.sorted { $0.id < $1.id },
            addressCount: snapshots.map(\.addressCount).max() ?? 0,
            addressCapacity: snapshots.map(\.addressCapacity).max() ?? 0
        )
    }
}

extension PortSnapshot {
    fileprivate func adding(_ more: PortCounters) -> PortSnapshot {
        PortSnapshot(id: id, name: name, role: role, peer: peer, counters: counters.adding(more))
    }
}

extension PortCounters {
    fileprivate func adding(_ more: PortCounters) -> PortCounters {
        var sum = self
        sum.received.add(more.received)
        sum.transmitted.add(more.transmitted)
        for reason in DropReason.allCases {
            sum.drops[reason] &+= more.drops[reason]
            sum.warnings[reason] &+= more.warnings[reason]
        }
        return sum
    }
}

extension PortCounters.Traffic {
    fileprivate mutating func add(_ more: Self) {
        frames &+= more.frames
        bytes &+= more.bytes
    }
}

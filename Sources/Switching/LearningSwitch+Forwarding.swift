import Frame

// A frame's way: filter → learn its source → look up its destination → one port, or all but the one it came from.
extension LearningSwitch {
    /// Sends `frame` on, or counts why not (IEEE 802.1D-2004 §7.7).
    func forward(_ frame: RawSpan, _ offload: Offload, from ingress: Port) {
        ingress.counters.received.count(frame.byteCount)
        enter()
        defer { leave() }
        guard frame.byteCount <= FrameSize.maximum else { return ingress.dropped(.oversized) }
        let header: EthernetHeader
        do throws(FrameError) { header = try EthernetHeader(parsing: frame) } catch { return ingress.dropped(.runt) }
        guard !header.source.isMulticast else { return ingress.dropped(.multicastSource) }
        guard forwards(header.destination) else { return ingress.dropped(.reservedAddress) }

        let time = now()
        let source = AddressKey(header.source, vlan: header.vlan)
        let isNews = table.learn(source, on: UInt32(truncatingIfNeeded: ingress.place), at: time)
        if isNews { announce(source, on: ingress) }
        guard !header.destination.isMulticast,
            let place = table.port(for: AddressKey(header.destination, vlan: header.vlan), at: time)
        else { return flood(frame, offload, from: ingress) }
        guard place != ingress.place else { return ingress.dropped(.reflected) }
        guard place < Trunk.firstPlace else { return send(frame, offload, from: ingress, overTrunkAt: place) }
        guard send(frame, offload, needing: offload.required, to: Int(place)) else {
            return ingress.dropped(.unplugged)
        }
    }

    /// Flushes every port that frames were queued on, each once.
    func flush() {
        enter()
        // Taken off the list before the call: a link may end, or say that it is drained, from within its flush.
        while let place = touched.popLast() {
            ports.port(at: place)?._withUnsafeGuaranteedRef { $0.flush() }
        }
        trunks.forEach { $0.flush() }
        leave()
    }

    private func forwards(_ destination: MACAddress) -> Bool {
        !destination.isReserved || configuration.forwardsReservedAddresses && destination != .pause
    }

    private func flood(_ frame: RawSpan, _ offload: Offload, from ingress: Port) {
        let required = offload.required
        var place = 0
        // Counted anew each time: ports may come and go meanwhile.
        while place < ports.placeCount {
            if place != ingress.place { send(frame, offload, needing: required, to: place) }
            place += 1
        }
        floodTrunks(frame, offload, from: ingress)
    }

    /// - Returns: whether there is a link at `place`.
    @discardableResult
    func send(_ frame: RawSpan, _ offload: Offload, needing required: LinkCapabilities, to place: Int) -> Bool {
        guard let egress = ports.port(at: place) else { return false }
        egress._withUnsafeGuaranteedRef { egress in
            guard egress.send(frame, offload, needing: required), !egress.isTouched else { return }
            egress.isTouched = true
            touched.append(place)
        }
        return true
    }
}

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
        guard frame.byteCount <= FrameSize.maximumUntagged || header.tag != nil else {
            return ingress.dropped(.oversized)
        }
        guard !header.source.isMulticast else { return ingress.dropped(.multicastSource) }
        guard header.source != .null else { return ingress.dropped(.nullSource) }
        guard forwards(header.destination) else { return ingress.dropped(.reservedAddress) }

        let time = now()
        let source = AddressKey(header.source, vlan: header.vlan)
        if ingress.policer == nil {
            learn(source, on: ingress, at: time)
        } else {
            guard admits(header, frame.byteCount, offload, from: ingress, at: time),
                learnWatched(source, on: ingress, at: time)
            else { return }
        }
        guard !header.destination.isMulticast,
            let place = table.port(for: AddressKey(header.destination, vlan: header.vlan), at: time)
        else {
            guard ingress.policer == nil || mayFlood(frame.byteCount, offload, from: ingress, at: time) else { return }
            return flood(frame, offload, from: ingress, isUnknown: !header.destination.isMulticast)
        }
        guard place != ingress.place else { return ingress.dropped(.reflected) }
        guard place < Trunk.firstPlace else { return send(frame, offload, from: ingress, overTrunkAt: place) }
        guard ingress.policer == nil || reaches(Int(place), from: ingress, at: time) else { return }
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

    /// Learns where an address is, on whatever port it was before.
    func learn(_ source: AddressKey, on ingress: Port, at time: Duration) {
        let isNews = table.learn(source, on: UInt32(truncatingIfNeeded: ingress.place), at: time)
        if isNews { announce(source, on: ingress) }
    }

    /// - Parameter isUnknown: whether the frame is for one station, and only nobody knows where that is.
    private func flood(_ frame: RawSpan, _ offload: Offload, from ingress: Port, isUnknown: Bool) {
        let required = offload.required
        let sparesIsolated = isUnknown || ingress.restrictions.contains(.isolated)
        var place = 0
        // Counted anew each time: ports may come and go meanwhile.
        while place < ports.placeCount {
            if place != ingress.place { send(frame, offload, needing: required, to: place, sparing: sparesIsolated) }
            place += 1
        }
        floodTrunks(frame, offload, from: ingress)
    }

    /// - Parameter sparesIsolated: whether the frame is none of an isolated port's business.
    /// - Returns: whether there is a link at `place`.
    @discardableResult
    func send(
        _ frame: RawSpan,
        _ offload: Offload,
        needing required: LinkCapabilities,
        to place: Int,
        sparing sparesIsolated: Bool = false
    ) -> Bool {
        guard let egress = ports.port(at: place) else { return false }
        egress._withUnsafeGuaranteedRef { egress in
            guard !sparesIsolated || !egress.restrictions.contains(.isolated) else { return }
            guard egress.send(frame, offload, needing: required), !egress.isTouched else { return }
            egress.isTouched = true
            touched.append(place)
        }
        return true
    }
}

import Frame

// A frame's way between the switches of a stack. Each sends it to others at most once, and what came from a trunk never leaves on
// another (split horizon), so that nothing goes round.
extension LearningSwitch {
    /// Passes on a frame that came in here, for an address that was learned on the trunk at `place`.
    func send(_ frame: RawSpan, _ offload: Offload, from ingress: Port, overTrunkAt place: UInt32) {
        let header = TrunkHeader(.directed, ingress.source, offload: offload)
        trunks.trunk(at: place)?._withUnsafeGuaranteedRef { $0.send(frame, header) }
    }

    /// Passes on a frame that came in here, to all others.
    func floodTrunks(_ frame: RawSpan, _ offload: Offload, from ingress: Port) {
        let header = TrunkHeader(.flooded, ingress.source, offload: offload)
        trunks.forEach { $0.send(frame, header) }
    }

    /// Tells all others that an address is here, where it was not before.
    func announce(_ address: AddressKey, on ingress: Port) {
        trunks.forEach { $0.tell(.here, address, ingress.source) }
    }

    /// Takes what other switches have handed over, a bounded batch of each.
    func takeFromTrunks() {
        enter()
        var isMore = false
        trunks.forEach { trunk in
            isMore = trunk.inbox.take(upTo: Trunk.batchBytes) { take($0, $1, from: trunk) } || isMore
            flush()
        }
        if isMore, let seat { seat.backplane.ring(seat.number) }
        leave()
    }

    private func take(_ header: TrunkHeader, _ frame: RawSpan, from trunk: Trunk) {
        // What comes from a device that we have a queue of is behind that queue: the others' ways to it are no shorter.
        let origin = (header.device == 0 ? nil : queuePlace(of: header.device)) ?? trunk.place(of: header.account)
        switch header.kind {
        case .directed, .flooded: forward(frame, header, from: trunk, origin: origin)
        case .here where header.restrictions.contains(.bound): heard(header.address, header, origin: origin)
        case .here, .upheld: learn(header.address, header, origin: origin, at: now())
        case .wanted: asked(for: header.address, over: trunk)
        case .gone: table.forget(header.address, behind: origin)
        case .free:
            table.forget(header.address, behind: origin)
            table.forget(AddressKey(anyVLANOf: header.address), behind: origin)
        case .reclaimed: table.reclaim(header.account, at: now())
        case .filler: break
        }
    }

    private func forward(_ frame: RawSpan, _ header: TrunkHeader, from trunk: Trunk, origin: UInt32) {
        trunk.counters.received.count(frame.byteCount)
        let ethernet: EthernetHeader
        do throws(FrameError) { ethernet = try EthernetHeader(parsing: frame) } catch { return trunk.dropped(.runt) }
        let (isFlooded, time) = (header.kind == .flooded, now())
        let source = AddressKey(ethernet.source, vlan: ethernet.vlan)
        guard takes(source, header, origin: origin, at: time) else { return trunk.dropped(.spoofedSource) }
        guard !ethernet.destination.isMulticast else { return flood(frame, header, origin: origin, isUnknown: false) }
        let address = AddressKey(ethernet.destination, vlan: ethernet.vlan)
        let place = table.port(for: address, at: time)
        // A port that is kept for somebody: nobody else is to see the frame.
        if let place, place < Trunk.firstPlace, ports.port(at: Int(place)) == nil { return trunk.dropped(.unplugged) }
        guard let place, let egress = ports.port(at: Int(place)) else {
            // It is not here, or nobody knows. The sender shall ask everybody from now on, and who is asked asks all of his own: what he
            // knows of other switches may be out of date.
            if !isFlooded { trunk.tell(.gone, address) }
            guard place == nil || isFlooded else { return trunk.dropped(.reflected) }
            return flood(frame, header, origin: origin, isUnknown: true)
        }
        let (device, restrictions) = egress._withUnsafeGuaranteedRef { ($0.deviceNumber, $0.restrictions) }
        // Everybody was asked, and it is here.
        if isFlooded { trunk.tell(.upheld, address, whereabouts(at: place)) }
        guard place != origin else { return trunk.dropped(.reflected) }
        guard !isFlooded || device == 0 else { return }
        guard !header.restrictions.intersection(restrictions).contains(.isolated) else {
            return trunk.dropped(.isolated)
        }
        send(frame, header.offload, needing: header.offload.required, to: Int(place))
    }

    /// Sends a frame from a trunk to all ports but where it came from.
    ///
    /// - Parameter isUnknown: whether the frame is for one station, and only nobody knows where that is.
    private func flood(_ frame: RawSpan, _ header: TrunkHeader, origin: UInt32, isUnknown: Bool) {
        let required = header.offload.required
        let sparesIsolated = isUnknown || header.restrictions.contains(.isolated)
        var place = 0
        while place < ports.placeCount {
            let isQueue = ports.port(at: place)?._withUnsafeGuaranteedRef { $0.deviceNumber != 0 } ?? false
            let hasIt = isQueue && header.kind == .flooded
            if place != origin, !hasIt {
                send(frame, header.offload, needing: required, to: place, sparing: sparesIsolated)
            }
            place += 1
        }
    }
}

import Frame

// A frame's way through a switch. Functions are in the order in which it passes them.
//
//     1  receive    a link delivers the frame, and its port counts it
//     2  classify   what frame it is, and of which VLAN; malformed and reserved frames end here
//     3  police     whether the policy of its port lets it in
//     4  learn      its source is behind this port from now on, if the policy lets the port have the address
//     5  look up    its destination is behind a port or a trunk, or it is unknown
//     6  egress     to one port, to one trunk, or to all but where it came from
//     7  flush      once for a batch: every port that frames were queued on
//
// A frame from another switch of a stack has been through 2 and 3 there, and goes through the others as "From a trunk" has it. It never
// leaves on a trunk (split horizon), so that nothing goes round.
//
// What depends on a VLAN decides in 2, which VLAN the frame belongs to, and in 6, whether a port is a member. A guard that refuses frames
// for what they hold stands between 3 and 4: what it refuses teaches nothing. A tap sees what a port received in 1, and what its link took in 6.

/// Takes frames from the links of a switch, and sends them on.
///
/// Links may end, and ports may come and go, within any call to a link: a frame under way finds its ports anew at each step.
final class Pipeline {
    private let table: ForwardingTable
    private let ports: PortList
    private let enforcer: PolicyEnforcer
    private let stack: StackMember
    private let now: () -> Duration
    private let forwardsReservedAddresses: Bool
    // Every access to it ends before a link is called, so that none overlaps another.
    /// The places of the ports that have frames to flush, each once unless its port was replaced.
    @exclusivity(unchecked) private var touched: [Int] = []

    init(
        _ table: ForwardingTable, _ ports: PortList, _ enforcer: PolicyEnforcer, _ stack: StackMember,
        now: @escaping () -> Duration, forwardsReservedAddresses: Bool
    ) {
        (self.table, self.ports, self.enforcer, self.stack) = (table, ports, enforcer, stack)
        (self.now, self.forwardsReservedAddresses) = (now, forwardsReservedAddresses)
    }

    // MARK: 1. Receive

    /// Sends a frame on, or counts why not (IEEE 802.1D-2004 §7.7).
    func receive(_ frame: RawSpan, _ offload: Offload, from port: Port) {
        ports.enter()
        defer { ports.leave() }
        port.countReceived(frame.byteCount)
        guard port.taps.isEmpty || show(frame, offload, of: port) else { return }
        guard let transit = classify(frame, offload, from: port), police(transit, from: port),
            learn(transit, from: port)
        else { return }
        forward(frame, transit, from: port)
    }

    /// - Returns: whether the port is still there.
    private func show(_ frame: RawSpan, _ offload: Offload, of port: Port) -> Bool {
        port.show(frame, offload, .received)
        return port.isAttached
    }

    // MARK: 2. Classify

    private func classify(_ frame: RawSpan, _ offload: Offload, from port: Port) -> Transit? {
        guard frame.byteCount <= FrameSize.maximum else { return refuse(.oversized, from: port) }
        let header: EthernetHeader
        do throws(FrameError) {
            header = try EthernetHeader(parsing: frame)
        } catch { return refuse(.runt, from: port) }
        if let fault = fault(in: header, byteCount: frame.byteCount) { return refuse(fault, from: port) }
        return Transit(header, byteCount: frame.byteCount, offload, at: now(), from: port.ingress)
    }

    private func fault(in header: EthernetHeader, byteCount: Int) -> DropReason? {
        if byteCount > FrameSize.maximumUntagged, header.tag == nil { return .oversized }
        if header.source.isMulticast { return .multicastSource }
        if header.source == .null { return .nullSource }
        return forwards(header.destination) ? nil : .reservedAddress
    }

    private func forwards(_ destination: MACAddress) -> Bool {
        !destination.isReserved || forwardsReservedAddresses && destination != .pause
    }

    private func refuse(_ reason: DropReason, from port: Port) -> Transit? {
        port.dropped(reason)
        return nil
    }

    // MARK: 3. Police

    private func police(_ transit: Transit, from port: Port) -> Bool {
        !port.isPoliced || enforcer.admits(transit, from: port)
    }

    // MARK: 4. Learn

    /// - Returns: whether the frame may go further.
    private func learn(_ transit: Transit, from port: Port) -> Bool {
        let claim = port.isPoliced ? enforcer.claim(transit, from: port) : .moves
        guard claim != .refused else { return false }
        let isNews =
            claim == .isNew
            || claim == .moves && table.learn(transit.source, on: transit.ingress.place, at: transit.time)
        if isNews { stack.announce(transit.source, from: port) }
        return true
    }

    // MARK: 5. Look up

    private func forward(_ frame: RawSpan, _ transit: Transit, from port: Port) {
        guard !transit.isMulticast, let place = table.port(for: transit.destination, at: transit.time) else {
            guard !port.isPoliced || enforcer.mayFlood(transit, from: port) else { return }
            flood(frame, transit)
            return stack.flood(frame, transit, from: port)
        }
        guard place != transit.ingress.place else { return port.dropped(.reflected) }
        guard place < Trunk.firstPlace else { return stack.send(frame, transit, from: port, overTrunkAt: place) }
        guard !port.isPoliced || enforcer.mayReach(Int(place), transit, from: port) else { return }
        guard send(frame, transit, to: Int(place)) else { return port.dropped(.unplugged) }
    }

    // MARK: 6. Egress

    /// Sends a frame to all ports but where it came from.
    private func flood(_ frame: RawSpan, _ transit: Transit) {
        // A frame for one station that is unknown is none of an isolated port's business.
        let sparesIsolated = !transit.isMulticast || transit.ingress.restrictions.contains(.isolated)
        var place = 0
        // Counted anew each time: ports may come and go meanwhile.
        while place < ports.placeCount {
            if place != transit.ingress.place {
                send(frame, transit, to: place, sparing: sparesIsolated, isFlood: true)
            }
            place += 1
        }
    }

    /// - Parameters:
    ///   - sparesIsolated: whether the frame is none of an isolated port's business.
    ///   - isFlood: whether it goes to others as well.
    /// - Returns: whether there is a link at `place`.
    @discardableResult
    private func send(
        _ frame: RawSpan, _ transit: Transit, to place: Int, sparing sparesIsolated: Bool = false, isFlood: Bool = false
    ) -> Bool {
        guard let egress = ports.port(at: place) else { return false }
        egress._withUnsafeGuaranteedRef { egress in
            guard !sparesIsolated || !egress.restrictions.contains(.isolated) else { return }
            guard !isFlood || !transit.ingress.isFlooded || egress.deviceNumber == 0 else { return }
            if egress.send(frame, transit.offload, needing: transit.required) { touched.append(place) }
        }
        return true
    }

    // MARK: 7. Flush

    /// Flushes every port that frames were queued on, each once.
    func flush() {
        ports.enter()
        // Taken off the list before the call: a link may end, or say that it is drained, from within its flush.
        while let place = touched.popLast() {
            ports.port(at: place)?._withUnsafeGuaranteedRef { $0.flush() }
        }
        stack.flush()
        ports.leave()
    }

    /// Makes room for all ports to have frames to flush.
    func reserveCapacity() { touched.reserveCapacity(ports.placeCount) }

    // MARK: From a trunk

    /// Takes what other switches have handed over, a bounded batch of each.
    func takeFromTrunks() {
        ports.enter()
        stack.take { header, frame, trunk in
            if header.kind.isFrame { receive(frame, header, from: trunk) } else { stack.hear(header, from: trunk) }
        } afterEach: {
            flush()
        }
        ports.leave()
    }

    private func receive(_ frame: RawSpan, _ trunkHeader: TrunkHeader, from trunk: Trunk) {
        trunk.countReceived(frame.byteCount)
        let header: EthernetHeader
        do throws(FrameError) {
            header = try EthernetHeader(parsing: frame)
        } catch { return trunk.dropped(.runt) }
        let ingress = Transit.Ingress(
            place: stack.origin(of: trunkHeader, from: trunk), restrictions: trunkHeader.restrictions,
            isFlooded: trunkHeader.kind == .flooded)
        let transit = Transit(header, byteCount: frame.byteCount, trunkHeader.offload, at: now(), from: ingress)
        guard stack.learn(transit.source, trunkHeader, at: ingress.place, transit.time) else {
            return trunk.dropped(.spoofedSource)
        }
        forward(frame, transit, from: trunk)
    }

    private func forward(_ frame: RawSpan, _ transit: Transit, from trunk: Trunk) {
        guard !transit.isMulticast else { return flood(frame, transit) }
        let place = table.port(for: transit.destination, at: transit.time)
        guard let place, place < Trunk.firstPlace else {
            // It is not here, or it is unknown. The sender is to flood from now on, and a switch that gets a flooded frame floods its own
            // ports: what it knows of other switches may be out of date.
            if !transit.ingress.isFlooded { trunk.tell(.gone, transit.destination) }
            guard place == nil || transit.ingress.isFlooded else { return trunk.dropped(.reflected) }
            return flood(frame, transit)
        }
        send(frame, transit, from: trunk, to: place)
    }

    private func send(_ frame: RawSpan, _ transit: Transit, from trunk: Trunk, to place: UInt32) {
        // The port is kept for a peer: no other is to see the frame.
        guard let egress = ports.port(at: Int(place)) else { return trunk.dropped(.unplugged) }
        let (device, restrictions) = egress._withUnsafeGuaranteedRef { ($0.deviceNumber, $0.restrictions) }
        // All switches have it, and the station is here.
        if transit.ingress.isFlooded { trunk.tell(.upheld, transit.destination, stack.whereabouts(at: place)) }
        guard place != transit.ingress.place else { return trunk.dropped(.reflected) }
        guard !transit.ingress.isFlooded || device == 0 else { return }
        guard !transit.ingress.restrictions.intersection(restrictions).contains(.isolated) else {
            return trunk.dropped(.isolated)
        }
        send(frame, transit, to: Int(place))
    }
}

extension MACAddress {
    /// Whether this is one of `01-80-C2-00-00-00` … `0F`, which bridges keep to themselves (IEEE 802.1D-2004 table 7-10).
    fileprivate var isReserved: Bool { rawValue & ~0xf == 0x0180_c200_0000 }

    /// Stops the sender at the other end of one cable for a while (IEEE 802.3 annex 31B).
    fileprivate static let pause = MACAddress(rawValue: 0x0180_c200_0001)
}

import Frame

// In a stack an address that one switch knows may have aged out on another, where somebody else could have it for the asking. So
// each switch that gives an address to a port that may not take it from others says so, and whoever knows better objects.
extension LearningSwitch {
    /// Asks the switch behind a trunk for an address that it has, in case the same peer has come here from there.
    func ask(for address: AddressKey, at holder: UInt32, on port: Port) {
        trunks.trunk(at: holder)?._withUnsafeGuaranteedRef {
            $0.tell(.here, address, on: port.deviceNumber, of: port.mark)
        }
    }

    /// Another switch has given an address to a peer that may not take it from others, or would.
    func heard(_ address: AddressKey, of mark: PeerMark?, from trunk: Trunk, origin: UInt32) {
        guard case .held(let holder) = table.claim(address, on: origin, at: now()) else { return }
        // Where it is another switch's, that one will object.
        guard holder < Trunk.firstPlace else { return }
        guard mark != nil, ports.mark(at: Int(holder)) == mark else {
            let device = ports.port(at: Int(holder))?._withUnsafeGuaranteedRef { $0.deviceNumber } ?? 0
            return trunks.forEach { $0.tell(.here, address, on: device) }
        }
        table.forget(address, on: holder)
        trunks.forEach { $0.tell(.gone, address) }
    }

    /// Learns the source of a frame from a trunk.
    ///
    /// - Returns: `false` if it is in use elsewhere, and its port may not take it.
    func learn(_ source: AddressKey, _ restrictions: PortRestrictions, origin: UInt32, at time: Duration) -> Bool {
        guard restrictions.contains(.bound) else {
            table.learn(source, on: origin, at: time)
            return true
        }
        if case .held = table.claim(source, on: origin, at: time) { return false }
        return true
    }
}

import Frame

// In a stack an address that one switch knows may have aged out on another, where somebody else could have it for the asking. So
// each switch that gives an address to a port that may not take it from others says so, and whoever knows better objects.
extension LearningSwitch {
    /// Asks the switch behind a trunk whether it still has an address: its port may have gone.
    func ask(for address: AddressKey, at holder: UInt32) {
        trunks.trunk(at: holder)?._withUnsafeGuaranteedRef { $0.tell(.wanted, address) }
    }

    /// Another switch wants to know whether an address is still here.
    func asked(for address: AddressKey, over trunk: Trunk) {
        guard let held = held(address) else { return trunk.tell(.free, address) }
        trunk.tell(.upheld, held.address, held.source)
    }

    /// Another switch has given an address to a peer that may not take it from others.
    func heard(_ address: AddressKey, _ header: TrunkHeader, origin: UInt32) {
        // Where it is another switch's, that one objects.
        guard !takes(address, header, origin: origin, at: now()), let held = held(address) else { return }
        trunks.forEach { $0.tell(.upheld, held.address, held.source) }
    }

    /// Learns the source of a frame from a trunk, or of a word from there.
    ///
    /// - Returns: `false` if it is in use elsewhere, and its port may not take it.
    func takes(_ source: AddressKey, _ header: TrunkHeader, origin: UInt32, at time: Duration) -> Bool {
        guard header.restrictions.contains(.bound) else {
            learn(source, header, origin: origin, at: time)
            return true
        }
        switch table.claim(source, by: ForwardingTable.Claimant(port: origin, isBound: true), at: time) {
        case .known, .full, .overLimit: return true
        case .added: table.holders.bind(header.account, true)
        case .held(let holder), .heldElsewhere(let holder):
            // Of what is behind a trunk the switch there knows best.
            guard table.isSameHolder(holder, origin) || Trunk.isSame(holder, origin) else { return false }
            learn(source, header, origin: origin, at: time)
        }
        return true
    }

    /// Learns where an address is, on whatever port it was before.
    func learn(_ address: AddressKey, _ header: TrunkHeader, origin: UInt32, at time: Duration) {
        guard !address.isOfAnyVLAN else { return table.learnOwner(address, on: origin, at: time) }
        guard table.learn(address, on: origin, at: time), header.account != AddressAccount.ofNoPeer else { return }
        table.holders.bind(header.account, header.restrictions.contains(.bound))
    }

    /// An address that is in use here, in this VLAN or else in whatever VLAN, and where it is.
    private func held(_ address: AddressKey) -> (address: AddressKey, source: TrunkHeader.Source)? {
        let time = now()
        for address in [address, AddressKey(anyVLANOf: address)] {
            if let place = table.port(for: address, at: time), place < Trunk.firstPlace {
                return (address, whereabouts(at: place))
            }
        }
        return nil
    }

    /// What others are to know of the port at a place of ours, or of one that is kept there.
    func whereabouts(at place: UInt32) -> TrunkHeader.Source {
        let account = table.holders.number(of: place)
        return TrunkHeader.Source(
            device: ports.port(at: Int(place))?._withUnsafeGuaranteedRef { $0.deviceNumber } ?? 0,
            restrictions: table.holders.isBound(account) ? .bound : [],
            account: account
        )
    }
}

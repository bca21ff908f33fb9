import Frame

/// What stands in front of a frame on a trunk, or alone there, when one switch of a stack tells another what it has learned.
struct TrunkHeader: BitwiseCopyable {
    /// What it is about.
    enum Kind: UInt8, BitwiseCopyable {
        /// A frame for an address that the sender has learned on this trunk.
        case directed
        /// A frame for all, or for an address that the sender does not know: it goes to all others as well, and to the devices
        /// that the stack shares the sender has brought it already.
        case flooded
        /// The address is behind the sender now, by its own account; a switch that knows better objects where it is bound.
        case here
        /// The address is behind the sender, whatever port claims it.
        case upheld
        /// The address is said to be behind the receiver, and a peer behind the sender wants it.
        case wanted
        /// The address is not behind the sender, which got a frame for it.
        case gone
        /// The address is not behind the sender, which was asked, in no VLAN.
        case free
        /// The sender has found no room for another address of an account, and looks for what has aged out.
        case reclaimed
        /// Nothing: the rest of the mailbox's memory, in which the next frame has no room.
        case filler

        /// Whether a frame stands behind it.
        var isFrame: Bool { self == .directed || self == .flooded }
    }

    /// What is known of where a frame or an address came from.
    struct Source: BitwiseCopyable {
        /// The device, if it is one that all switches share; 0 if not.
        var device: UInt8 = 0
        /// What the port may not do.
        var restrictions: PortRestrictions = []
        /// Whose port it is.
        var account = AddressAccount.ofNoPeer
    }

    /// What ``Kind/here`` and its like are about.
    let address: AddressKey
    /// What is left to do to the frame.
    let offload: Offload
    let kind: Kind
    // What the source has, by itself so that no room is lost between: a header is copied for every frame.
    let device: UInt8
    let restrictions: PortRestrictions
    /// The frame's length; 0 where there is none.
    var byteCount: UInt32 = 0
    let account: UInt32

    /// Describes what comes from `source`.
    init(_ kind: Kind, _ source: Source = Source(), address: AddressKey = .none, offload: Offload = .none) {
        (self.kind, self.address, self.offload) = (kind, address, offload)
        (device, restrictions, account) = (source.device, source.restrictions, source.account)
    }
}

import Frame

/// What stands in front of a frame on a trunk, or alone there, when one switch of a stack tells another what it has learned.
struct TrunkHeader: BitwiseCopyable {
    /// What it is about.
    enum Kind: UInt8, BitwiseCopyable {
        /// A frame for an address that the sender has learned on this trunk.
        case directed
        /// A frame for everybody, or for an address that the sender does not know: it goes to all others as well, and to the devices
        /// that the stack shares the sender has brought it already.
        case flooded
        /// The address is behind the sender; who it is follows, where he may not have taken it from anybody else.
        case here
        /// The address is not behind the sender, who got a frame for it.
        case gone
        /// Nothing: the rest of the mailbox's memory, in which the next frame has no room.
        case filler
    }

    /// What ``Kind/here`` and ``Kind/gone`` are about.
    var address = AddressKey.none
    /// What is left to do to the frame.
    var offload = Offload.none
    /// The frame's length; 0 where there is none.
    var byteCount: UInt32 = 0
    var kind: Kind
    /// The device that the frame or the address came from, if it is one that all switches share; 0 if not.
    var device: UInt8 = 0
    /// What the port may not do that the frame or the address came from.
    var restrictions: PortRestrictions = []
}

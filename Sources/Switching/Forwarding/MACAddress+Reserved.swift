import Frame

extension MACAddress {
    /// Whether this is one of `01-80-C2-00-00-00` … `0F`, which bridges keep to themselves (IEEE 802.1D-2004 table 7-10).
    var isReserved: Bool { rawValue & ~0xf == 0x0180_c200_0000 }

    /// Stops the sender at the other end of one cable for a while (IEEE 802.3 annex 31B).
    static let pause = MACAddress(rawValue: 0x0180_c200_0001)
}

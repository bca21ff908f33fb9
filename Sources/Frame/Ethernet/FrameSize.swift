/// Bounds on the size of a frame, in bytes, with its header and without FCS.
public enum FrameSize {
    /// The shortest frame: a bare Ethernet header.
    ///
    /// Links do not pad to 60 bytes, and emulated peers do not either.
    public static let minimum = EthernetHeader.length
    /// The longest packet behind an Ethernet header, which is the longest that IPv4 can describe (RFC 791 §3.1).
    public static let maximumPacket = 65_535
    /// The longest frame without a VLAN tag.
    public static let maximumUntagged = EthernetHeader.length + maximumPacket
    /// The longest frame: the longest packet behind a header with one VLAN tag.
    public static let maximum = maximumUntagged + EthernetHeader.tagLength
    /// The largest MTU a device may have, so that a frame with one tag stays within 65,535 bytes.
    package static let maximumMTU = 65_535 - EthernetHeader.length - EthernetHeader.tagLength
    /// The least size of ``EventLoop/scratch``: room for two of the longest frames, before and after decryption.
    public static let leastScratch = 256 * 1024
}

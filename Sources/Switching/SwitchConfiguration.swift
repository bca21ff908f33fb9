/// What can be set on a switch.
public struct SwitchConfiguration: Sendable, Equatable {
    /// How long an address is remembered after it was last heard from: 300 s by default (IEEE 802.1D-2004 table 7-5).
    ///
    /// Kept in steps of 72 ms, rounded up; more than 1,000,000 s (the standard's greatest value) means that much.
    public var ageing: Duration = .seconds(300)

    /// The most addresses known at once; 0 makes the switch a hub, and more than 1,048,576 means that many.
    ///
    /// When all are taken, the user with most addresses gives up one for a user with fewer, the devices' networks what they have beyond half,
    /// and a user under anti-spoofing nothing; frames to addresses that find no room all the same are flooded. So no user can drive out
    /// addresses of others by inventing some. An address takes 32 to 64 bytes, allocated at once, and twice that with anti-spoofing.
    public var addressCapacity = 16_384

    /// Whether frames to `01-80-C2-00-00-00` … `0F` go through: spanning tree, LLDP, LACP, port authentication.
    ///
    /// Off by default, as IEEE 802.1D-2004 §7.12.6 has it and as Linux bridges do: these protocols speak to the next bridge,
    /// and with several ports this is one. On, the tunnel is a cable, as two hypervisors that see each other by LLDP may
    /// want. `01-80-C2-00-00-01` (pause, IEEE 802.3 annex 31B) is dropped all the same: one peer could stop all the others.
    public var forwardsReservedAddresses = false

    /// How long the port of an authenticated peer that has vanished is kept for it to come back: not at all by default.
    public var portGrace = Duration.zero

    /// What the peers that listeners admit may do: anything by default.
    public var policies = PortPolicies()

    /// The defaults.
    public init() {}
}

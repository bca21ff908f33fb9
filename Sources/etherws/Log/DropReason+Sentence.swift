import Frame

extension DropReason {
    /// The reason in words, for those that an operator has chosen, and by its name for others.
    var sentence: String {
        switch self {
        case .tooManyAddresses: "more MAC addresses than it may have"
        case .spoofedSource: "a MAC address that is in use elsewhere"
        case .tableFull: "a MAC address for which the table has no room"
        case .filteredType: "a protocol that it may not speak"
        case .filteredTag: "a VLAN tag that it may not send"
        case .isolated: "for another client, from which it is kept apart"
        case .floodRateExceeded: "more broadcast, multicast and unknown unicast than it may send"
        case .rateExceeded: "more than it may send"
        case .shut: "the port is shut"
        case .runt: "shorter than an Ethernet header"
        case .oversized: "longer than the longest frame"
        case .notBinary: "a message that is not binary"
        case .multicastSource: "a group address as its source"
        case .nullSource: "no address as its source"
        case .queueFull, .congested, .reflected, .reservedAddress, .unsupportedOffload, .unplugged:
            "\(self)"
        }
    }
}

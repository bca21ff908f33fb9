import Frame

extension DropReason {
    /// The reason in words, for those that an operator has chosen, and by its name for others.
    var sentence: String {
        switch self {
        case .tooManyAddresses: "more MAC addresses than it may have"
        case .spoofedSource: "a MAC address that is in use elsewhere"
        case .filteredType: "a protocol that it may not speak"
        case .isolated: "for another client, from which it is kept apart"
        case .floodRateExceeded: "more to everybody than it may send"
        case .rateExceeded: "more than it may send"
        case .shut: "the port is shut"
        case .runt, .oversized, .notBinary, .queueFull, .congested, .reflected, .multicastSource, .reservedAddress,
            .unsupportedOffload, .unplugged:
            "\(self)"
        }
    }
}

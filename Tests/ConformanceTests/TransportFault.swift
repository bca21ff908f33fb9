import Conformance

/// A way to break the contract of a transport.
enum TransportFault: CaseIterable, Sendable {
    case hidesPort
    case namesWrongAddress
    case hidesPeerAddress
    case forgetsAcceptor
    case inventsPrincipal
    case leavesInSilence
    case staysOpen
    case takesLinksAlong
    case tangles
    case losesPrincipal
    case refusesEverybody
    case admitsEverybody
    case admitsWhenUnsure
    case refusesInSilence
    case refusesAsUnreachable
    case tellsPassword

    /// The rule that it breaks.
    var rule: ConformanceRule {
        switch self {
        case .hidesPort, .namesWrongAddress, .hidesPeerAddress: .address
        case .forgetsAcceptor, .refusesEverybody: .acceptance
        case .inventsPrincipal, .losesPrincipal: .principal
        case .leavesInSilence: .farewell
        case .staysOpen, .takesLinksAlong: .closedListener
        case .tangles: .independence
        case .admitsEverybody, .admitsWhenUnsure, .refusesInSilence, .refusesAsUnreachable, .tellsPassword: .refusal
        }
    }
}

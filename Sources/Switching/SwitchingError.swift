/// Why a node did not do what it was asked to.
public enum SwitchingError: Error, Equatable, CustomStringConvertible {
    /// The node was closed before, or meanwhile.
    case closed

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .closed: "the switch is closed"
        }
    }
}

import Switching

/// The kinds of lines that a peer can cause, each of which has a limit of its own: many of one kind hide none of another.
enum EventKind: Int, CaseIterable, CustomStringConvertible {
    case attached
    case detached
    case lost
    case retrying
    case back
    case refused
    case violated
    case malformed
    case looped
    case reopened

    /// - Returns: `nil` for what no peer can cause, which is always written down.
    init?(_ event: NodeEvent) {
        guard event.isCausedByPeer else { return nil }
        switch event {
        case .attached: self = .attached
        case .detached: self = .detached
        case .unplugged: self = .lost
        case .retrying: self = .retrying
        case .replugged: self = .back
        case .refused: self = .refused
        case .violated: self = .violated
        case .malformed: self = .malformed
        case .looped: self = .looped
        case .reopened: self = .reopened
        case .noticed, .policyRead, .policyUnusable, .networkUnwatched: return nil
        }
    }

    /// What the lines of this kind are called in a summary: a word that stands in each.
    var description: String {
        switch self {
        case .attached: "attached"
        case .detached: "detached"
        case .lost: "lost"
        case .retrying: "retrying"
        case .back: "back"
        case .refused: "refused"
        case .violated: "dropped or let through"
        case .malformed: "malformed frame"
        case .looped: "go round in circles"
        case .reopened: "open again"
        }
    }
}

internal import Streams
import Transports

/// The steps from a command line to a tunnel that carries frames, in their order.
enum CheckStep: Int, CaseIterable {
    case options, lookup, connection, proxy, security, upgrade, login, frame, largest, network

    init(_ stage: DialStage) {
        self =
            switch stage {
            case .lookup: .lookup
            case .connection: .connection
            case .proxy: .proxy
            case .security: .security
            case .upgrade: .upgrade
            }
    }

    /// What operators call it.
    var name: String {
        switch self {
        case .lookup: "DNS"
        case .connection: "TCP"
        case .security: "TLS"
        case .upgrade: "HTTP"
        case .options, .proxy, .login, .frame, .largest, .network: "\(self)"
        }
    }
}

extension CheckStep: Comparable {
    static func < (left: CheckStep, right: CheckStep) -> Bool { left.rawValue < right.rawValue }
}

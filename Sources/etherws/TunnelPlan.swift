import Frame
import Node
import Switching

/// What one run of the program is to do, made of the command line alone.
struct TunnelPlan: Equatable {
    /// Where the tunnel leads.
    enum FarEnd: Equatable {
        /// To whoever connects and is admitted; `nil` admits everybody.
        case listen(EndpointURI, authenticator: EndpointURI?)
        /// To the first of these peers that admits us, as this user; `nil` presents nothing.
        case connect([EndpointURI], user: String?)
    }

    /// The device that is joined to the tunnel.
    var device: EndpointURI
    /// The other end.
    var farEnd: FarEnd
    /// How a client comes back when its tunnel is lost; `nil` if it ends then.
    var backoff: Backoff?
    /// How long a server keeps the port of a client that has vanished.
    var portGrace = Duration.zero
    /// The file of the token to present; `-` stands for the terminal or standard input, and `nil` for no token.
    var tokenFile: String?
    /// How many event loops, and so how many cores, share the work.
    var loopCount = 1
    /// What a server's clients may do.
    var policies = PortPolicies()
    /// What of that was read from a file, and is read again when the file changes.
    var policyFile: PolicyFile?
    /// What the process gives up once the tunnel stands.
    var restrictions = Restrictions.none

    /// Whether a password must be asked for.
    var user: String? {
        switch farEnd {
        case .listen: nil
        case .connect(_, let user): user
        }
    }

    /// Finds the recipes for all that the plan names, so that a slip of the pen is told before a password is asked for.
    ///
    /// - Returns: what the operator should know, although the tunnel can be opened.
    /// - Throws: `RegistryError`, `EndpointURIError`, or what a component finds wrong with its URI.
    func check(against registry: Registry) throws -> [String] {
        _ = try registry.device(device)
        switch farEnd {
        case .listen(let uri, let authenticator):
            _ = try registry.transport(uri)
            return try authenticator.map { try registry.authenticator($0).warnings } ?? []
        case .connect(let uris, _):
            for uri in uris { _ = try registry.transport(uri) }
            return []
        }
    }
}

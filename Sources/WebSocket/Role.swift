/// Which side of a connection is ours.
///
/// Sides differ in who masks, who asks, and who ends the connection (RFC 6455 §5.1, §7.1.1).
package enum Role: Sendable, Hashable, CaseIterable {
    /// We connected: we mask what we send, and what arrives is not masked.
    case client
    /// We accepted: what arrives is masked, and we mask nothing.
    case server

    /// The other side's role.
    package var peer: Role {
        switch self {
        case .client: .server
        case .server: .client
        }
    }
}

/// Why there is no account to work as.
package enum AccountError: Error, Equatable, CustomStringConvertible {
    /// It is not `USER` or `USER:GROUP`.
    case malformed(String)
    /// The host has no such user.
    case noUser(String)
    /// The host has no such group; or the user is a number, which has none of its own.
    case noGroup(String)
    /// Root and root's group keep what is to be given up.
    case root

    package var description: String {
        switch self {
        case .malformed(let text): "'\(text)' is not USER or USER:GROUP"
        case .noUser(let name): "there is no user '\(name)'"
        case .noGroup(let name): "there is no group '\(name)'"
        case .root: "root and its group keep the privileges that are to be given up; name another user"
        }
    }
}

package import Frame

/// Why a proxy has not led us to the server.
package enum ProxyError: Error, Equatable {
    /// It wants proof of who we are, and we have none, or none that it takes.
    case needsCredentials(String)
    /// It does not take our name and password.
    case wrongCredentials
    /// It does not let us through to this server.
    case forbidden(String)
    /// It has tried, and could not.
    case failed(String)
    /// What it says is not its language.
    case malformed(String)

    /// The error with the proxy's name, sorted by whose fault it is.
    package func transportError(_ proxy: Proxy) -> TransportError {
        switch self {
        case .needsCredentials(let what): .refused("\(proxy) wants \(what)")
        case .wrongCredentials: .refused("\(proxy) does not accept the user name or password")
        case .forbidden(let answer): .refused("\(proxy) answered \(answer)")
        case .failed(let answer): .unreachable("\(proxy) answered \(answer)")
        case .malformed(let what): .unreachable("\(proxy) cannot be understood: \(what)")
        }
    }
}

import Frame

/// The proxies that the environment names, as curl(1) and others read it.
struct ProxyEnvironment {
    private let variables: [String: String]

    init(_ variables: [String: String]) { self.variables = variables }

    /// What the environment says about the way to `uri`: the proxy as a URI, which may hold a password; `nil` for the straight way.
    func proxy(for uri: EndpointURI) -> String? { variable(for: uri).flatMap { variables[$0] } }

    /// The name of the variable that says so.
    func variable(for uri: EndpointURI) -> String? {
        guard let host = uri.host, ["ws", "wss"].contains(uri.scheme) else { return nil }
        let isSecure = uri.scheme == "wss"
        let own = isSecure ? spelling(of: "https_proxy") : spelling(of: "http_proxy")
        guard let name = own ?? spelling(of: "all_proxy") else { return nil }
        let exceptions = ProxyExceptions(spelling(of: "no_proxy").flatMap { variables[$0] } ?? "")
        return exceptions.contain(host: host, port: uri.port ?? (isSecure ? 443 : 80)) ? nil : name
    }

    /// The variable in lower case, or else in upper case; an empty one is none.
    private func spelling(of name: String) -> String? {
        if variables[name]?.isEmpty == false { return name }
        // In a CGI program, whoever sends a field `Proxy:` chooses HTTP_PROXY (RFC 3875 §4.1.18, "httpoxy").
        guard name != "http_proxy" || variables["REQUEST_METHOD"] == nil else { return nil }
        return variables[name.uppercased()]?.isEmpty == false ? name.uppercased() : nil
    }
}

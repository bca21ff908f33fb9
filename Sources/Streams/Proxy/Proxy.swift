package import Frame

/// A way out of a network that lets nobody out directly: who connects to the server in our stead.
package struct Proxy: Sendable, Hashable {
    /// How it is asked to.
    package enum Language: Sendable, Hashable {
        /// By `CONNECT` of HTTP/1.1 (RFC 9110 §9.3.6).
        case http
        /// By SOCKS version 5 (RFC 1928).
        case socks5
    }

    package let language: Language
    package let host: String
    package let port: UInt16
    /// Whom it is to take us for, if it asks.
    package let user: String?
    private let password: String?

    /// Reads `http://[USER@]HOST[:PORT]` or `socks5://…`.
    ///
    /// `socks5h:` is the same: the proxy resolves the server's name in any case. The password is no part of the URI, which logs show.
    package init(_ text: String, password: String?) throws(EndpointURIError) {
        let uri = try EndpointURI(text)
        switch uri.scheme {
        case "http": language = .http
        case "socks5", "socks5h": language = .socks5
        default: throw .invalidParameter("proxy", value: "\(uri.scheme):")
        }
        guard uri.password == nil else { throw .unexpectedPart("password, which 'proxy-password' gives", in: "proxy") }
        guard let host = uri.host, !host.isEmpty else { throw .missingPart("host", of: "proxy") }
        guard ["", "/"].contains(uri.path), uri.parameters.isEmpty else { throw .unexpectedPart("path", in: "proxy") }
        // It is part of a head where it is no part of a hash.
        guard uri.user?.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) ?? true else {
            throw .unexpectedPart("control character in its user name", in: "proxy")
        }
        guard password == nil || uri.user != nil else { throw .missingPart("user beside its password", of: "proxy") }
        self.host = host
        port = uri.port ?? (language == .http ? 80 : 1080)
        user = uri.user
        self.password = password
    }

    /// Name and password, if there is a name.
    package var credentials: Credentials.Basic? {
        user.map { Credentials.Basic(user: $0, password: Secret(password ?? "")) }
    }
}

extension Proxy: CustomStringConvertible, CustomReflectable {
    /// Host and port, for errors.
    package var description: String { "the proxy " + (host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)") }
    /// The description alone, because `dump` and `Mirror` would show the password otherwise.
    package var customMirror: Mirror { Mirror(self, children: ["proxy": description]) }
}

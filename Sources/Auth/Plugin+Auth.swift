public import Frame

extension Plugin {
    /// The authenticators of this module: `htpasswd:FILE`.
    public static let auth = Plugin { registry throws(RegistryError) in
        try registry.add(authenticator: "htpasswd") { try HtpasswdAuthenticator($0) }
    }
}

public import Frame

extension Plugin {
    /// The authenticators of this module: `htpasswd:`, `tokens:`, `certificate:`, `exec:`, and `chain:` of several.
    public static let auth = Plugin { registry throws(RegistryError) in
        try registry.add(authenticator: "htpasswd") { try HtpasswdAuthenticator($0) }
        try registry.add(authenticator: "tokens") { try TokensAuthenticator($0) }
        try registry.add(authenticator: "certificate") { try CertificateAuthenticator($0) }
        try registry.add(authenticator: "exec") { try ProgramAuthenticator($0) }
        try registry.add(compositeAuthenticator: "chain") { try ChainAuthenticator($0, in: $1) }
    }
}

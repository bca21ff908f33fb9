public import Frame

extension Plugin {
    /// The authenticators of this module: `htpasswd:`, `tokens:`, `certificate:`, `exec:`, and `chain:` of several.
    public static let auth = Plugin { registry throws(RegistryError) in
        try registry.add(authenticator: "htpasswd", declaring: HtpasswdAuthenticator.declaration) {
            try HtpasswdAuthenticator($0)
        }
        try registry.add(authenticator: "tokens", declaring: TokensAuthenticator.declaration) {
            try TokensAuthenticator($0)
        }
        try registry.add(authenticator: "certificate", declaring: CertificateAuthenticator.declaration) {
            try CertificateAuthenticator($0)
        }
        try registry.add(authenticator: "exec", declaring: ProgramAuthenticator.declaration) {
            try ProgramAuthenticator($0)
        }
        try registry.add(compositeAuthenticator: ChainAuthenticator.scheme, declaring: ChainAuthenticator.declaration) {
            try ChainAuthenticator($0, in: $1)
        }
    }
}

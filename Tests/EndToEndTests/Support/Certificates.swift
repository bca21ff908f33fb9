/// A throw-away certificate authority.
struct Authority {
    /// The file of its certificate.
    let file: String
    private let scratch: Scratch

    init() async throws {
        scratch = try Scratch()
        file = scratch.path("ca.pem")
        try await run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=Authority of a test", "-keyout", scratch.path("ca.key"), "-out", file
        )
    }

    /// Makes a server's certificate.
    ///
    /// - Parameters:
    ///   - names: its subject alternative names, as OpenSSL writes them: `DNS:localhost`, `IP:192.0.2.1`.
    ///   - days: how long it is valid; a negative number makes one that has expired.
    func certificate(for names: String..., days: Int = 2) async throws -> Certificate {
        let certificate = Certificate(in: try Scratch())
        let request = certificate.file + ".csr"
        try await run(
            "openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=Server of a test", "-addext", "subjectAltName=" + names.joined(separator: ","),
            "-keyout", certificate.key, "-out", request
        )
        try await run(
            "openssl", "x509", "-req", "-in", request, "-CA", file, "-CAkey", scratch.path("ca.key"),
            "-days", "\(days)", "-copy_extensions", "copy", "-out", certificate.file
        )
        return certificate
    }

    /// Makes a client's certificate.
    func clientCertificate(for name: String) async throws -> Certificate {
        let certificate = Certificate(in: try Scratch())
        let request = certificate.file + ".csr"
        try await run(
            "openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=\(name)", "-addext", "extendedKeyUsage=clientAuth", "-keyout", certificate.key, "-out",
            request
        )
        try await run(
            "openssl", "x509", "-req", "-in", request, "-CA", file, "-CAkey", scratch.path("ca.key"),
            "-days", "2", "-copy_extensions", "copy", "-out", certificate.file
        )
        return certificate
    }

    /// Revokes a certificate.
    ///
    /// - Returns: the file with the list of all that are revoked.
    func revoke(_ certificate: Certificate) async throws -> String {
        try scratch.write("", to: "index.txt")
        let settings = try scratch.write(
            """
            [ca]
            default_ca = authority
            [authority]
            database = \(scratch.path("index.txt"))
            certificate = \(file)
            private_key = \(scratch.path("ca.key"))
            default_md = sha256
            default_crl_days = 2
            """, to: "ca.conf")
        try await run("openssl", "ca", "-config", settings, "-revoke", certificate.file)
        try await run("openssl", "ca", "-config", settings, "-gencrl", "-out", scratch.path("crl.pem"))
        return scratch.path("crl.pem")
    }
}

/// A certificate and its key.
struct Certificate {
    let file: String
    let key: String

    init(in scratch: Scratch) {
        file = scratch.path("server.pem")
        key = scratch.path("server.key")
    }

    /// What makes a server use it.
    var options: [String] { ["--keyfile", key, "--certfile", file] }

    /// Makes a certificate that nobody but its owner vouches for.
    static func selfSigned(for names: String...) async throws -> Certificate {
        let certificate = Certificate(in: try Scratch())
        try await run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=Server of a test", "-addext", "subjectAltName=" + names.joined(separator: ","),
            "-keyout", certificate.key, "-out", certificate.file
        )
        return certificate
    }
}

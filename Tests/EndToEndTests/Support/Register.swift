import Testing

/// A throw-away certificate authority that keeps a register of what it has signed, as `openssl ca` does, so that it can revoke.
struct Register {
    /// The file of its certificate.
    var file: String { scratch.path("ca.pem") }
    private let scratch: Scratch

    init() async throws {
        scratch = try Scratch()
        try scratch.write("", to: "index.txt")
        try scratch.write(
            """
            [ca]
            default_ca = register
            [register]
            database = \(scratch.path("index.txt"))
            serial = \(scratch.path("serial"))
            new_certs_dir = \(scratch.path)
            certificate = \(scratch.path("ca.pem"))
            private_key = \(scratch.path("ca.key"))
            default_md = sha256
            default_crl_days = 2
            policy = anything
            copy_extensions = copy
            unique_subject = no
            [anything]
            commonName = supplied

            """, to: "ca.cnf")
        try await run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=Register of a test", "-keyout", scratch.path("ca.key"), "-out", scratch.path("ca.pem")
        )
    }

    /// Makes a certificate for localhost.
    ///
    /// - Parameters:
    ///   - days: from when to when it is valid, from now.
    ///   - key: what kind of key it has, as `openssl req -newkey` takes it.
    ///   - digest: what the authority signs the hash of.
    ///   - demandsStatus: whether it is good only together with an OCSP response.
    func certificate(
        days: ClosedRange<Int> = -1...2,
        key: [String] = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        digest: String = "sha256",
        demandsStatus: Bool = false
    ) async throws -> Certificate {
        let certificate = Certificate(in: try Scratch())
        let request = certificate.file + ".csr"
        let make = try ChildProcess(
            ["openssl", "req", "-new", "-newkey"] + key + [
                "-nodes", "-subj", "/CN=Server of a test", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                certificate.key,
                "-out", request,
            ] + (demandsStatus ? ["-addext", "tlsfeature=status_request"] : []))
        guard try await make.outcome().exitCode == 0 else { throw CommandFailed(process: make) }
        try await run(
            "openssl", "ca", "-batch", "-config", scratch.path("ca.cnf"), "-create_serial", "-notext", "-md", digest,
            "-in", request,
            "-out", certificate.file, "-startdate", try await date(days.lowerBound), "-enddate",
            try await date(days.upperBound))
        return certificate
    }

    /// Revokes a certificate.
    func revoke(_ certificate: Certificate) async throws {
        try await run("openssl", "ca", "-config", scratch.path("ca.cnf"), "-revoke", certificate.file)
    }

    /// The list of all that is revoked.
    func revocations() async throws -> String {
        try await run("openssl", "ca", "-config", scratch.path("ca.cnf"), "-gencrl", "-out", scratch.path("crl.pem"))
        return scratch.path("crl.pem")
    }

    /// What the authority says by OCSP about a certificate.
    ///
    /// - Returns: the file of the response, in DER.
    func response(about certificate: Certificate) async throws -> String {
        let response = certificate.file + ".ocsp"
        try await run(
            "openssl", "ocsp", "-index", scratch.path("index.txt"), "-CA", file, "-issuer", file, "-cert",
            certificate.file, "-rsigner", file, "-rkey", scratch.path("ca.key"), "-ndays", "1", "-noverify", "-respout",
            response)
        return response
    }

    private func date(_ days: Int) async throws -> String {
        try await String(run("date", "-u", "-d", "\(days) days", "+%Y%m%d%H%M%SZ").dropLast())
    }
}

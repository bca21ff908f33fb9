package import Frame

/// `certificate:[FILE][?name=…]` — admits by the certificate that a peer has proved to own in its TLS handshake.
///
/// Which authorities may vouch for it, and which certificates are revoked, is for the transport that listens to say. The principal is
/// the subject's common name, or with `name=host`, `name=email` and `name=uri` the alternative name of that kind, where there is
/// exactly one.
///
/// With a file, only those are admitted whom it lists, under the names that it gives them: its lines are `principal:name`, as in
/// `alice:alice@example.com`, or comments. It is read anew when it has changed.
package struct CertificateAuthenticator: Authenticator {
    /// Which of a certificate's names counts.
    private enum Name: String, CaseIterable {
        case cn, host, email, uri
    }

    private let name: Name
    private let file: WatchedFile<CertificateNames>?

    /// What there is to say about the file as it was when this was made.
    package let warnings: [String]

    /// The file, if there is one.
    package var needs: Needs { Needs(files: file.map { [$0.path] } ?? []) }

    /// Certificates alone.
    package var acceptedKinds: Credentials.Kinds { .certificate }

    private static let nameParameter = URIParameter.choice(
        "name", default: Name.cn, help: "which of the names in the certificate counts")

    /// What its URIs may say.
    static let declaration = URIDeclaration(
        "[FILE]", help: "client certificates, by the name in them or by a file of names", nameParameter)

    /// Reads the file, if `uri` names one.
    ///
    /// - Throws: ``AuthError`` if it cannot be read, is too long, or has no usable line; `EndpointURIError` if the URI has a part
    ///   that means nothing here.
    package init(_ uri: EndpointURI) throws {
        name = try uri.withParameters { try $0.take(Self.nameParameter) }
        let path = try uri.file()
        guard !path.isEmpty else {
            (file, warnings) = (nil, [])
            return
        }
        let file = try WatchedFile(path, limit: CertificateNames.byteLimit) { bytes throws(AuthError) in
            let names = CertificateNames(parsing: bytes)
            guard !names.isEmpty else { throw .noUsableLine(file: path, malformed: names.malformed) }
            return names
        }
        let malformed = file.firstContents.malformed
        self.file = file
        warnings = malformed > 0 ? ["'\(path)': lines that cannot be read: \(malformed)"] : []
    }

    /// Finds out whom the certificate stands for.
    ///
    /// - Throws: ``AuthError`` while the file is of no use.
    package func authenticate(_ credentials: Credentials) async throws -> Principal? {
        guard let certificate = credentials.certificate else { return nil }
        let names = names(in: certificate)
        if let file { return try await file.contents.principal(of: names) }
        // Which of several is meant nobody can know.
        return names.count == 1 ? Principal(reading: names[0].utf8) : nil
    }

    private func names(in certificate: PeerCertificate) -> [String] {
        switch name {
        case .cn: certificate.commonName.map { [$0] } ?? []
        case .host: certificate.hosts
        case .email: certificate.addresses
        case .uri: certificate.uris
        }
    }
}

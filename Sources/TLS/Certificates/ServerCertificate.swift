internal import COpenSSL
internal import Frame

/// What a server's certificate says, for people: it need not be true.
package struct ServerCertificate: Sendable, Hashable {
    /// Whose it is, as in `CN=tunnel.example.com` (RFC 4514).
    package var subject: String
    /// Who has signed it.
    package var issuer: String
    /// The hosts that it is for.
    package var hosts: [String]
    /// Whole days until it expires; negative when it has.
    package var daysLeft: Int

    /// Makes a certificate of what it says.
    package init(subject: String, issuer: String, hosts: [String] = [], daysLeft: Int) {
        (self.subject, self.issuer, self.hosts, self.daysLeft) = (subject, issuer, hosts, daysLeft)
    }

    init?(_ certificate: OpaquePointer) {
        guard let life = CertificateLife(certificate) else { return nil }
        self.init(
            subject: Self.text(of: X509_get_subject_name(certificate)),
            issuer: Self.text(of: X509_get_issuer_name(certificate)),
            hosts: PeerCertificate(certificate).hosts,
            daysLeft: life.daysLeft
        )
    }

    /// The longest name that is shown, in bytes.
    private static let longestName = 256

    private static func text(of name: OpaquePointer?) -> String {
        guard let name, let memory = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(memory) }
        copenssl_print_name(memory, name)
        var text = [UInt8](repeating: 0, count: longestName)
        let count = BIO_read(memory, &text, CInt(text.count))
        return String(decoding: text.prefix(max(0, Int(count))), as: UTF8.self)
    }
}

import COpenSSL
import Frame
import TLSSupport
import Testing

@testable import TLS

/// What is read from a certificate that a peer shows.
@Suite struct PeerCertificateTests {
    private func read(_ certificate: TestCertificate) throws -> PeerCertificate {
        let file = BIO_new_file(certificate.certificate, "r")
        defer { BIO_free(file) }
        let x509 = try #require(PEM_read_bio_X509(file, nil, nil, nil))
        defer { X509_free(x509) }
        return PeerCertificate(x509)
    }

    @Test(
        "A common name is text without control characters",
        arguments: [
            ("Alice", true), ("A", true), (" ", true), ("~", true), ("é", true), ("a\u{1f}", false), ("a\u{7f}", false),
            ("\u{1}", false),
        ])
    func commonName(_ name: String, isRead: Bool) throws {
        #expect(try read(TestCertificate(commonName: name, names: "DNS:h")).commonName == (isRead ? name : nil))
    }

    @Test("Alternative names are told by their kinds, and those without a kind of ours are left out")
    func alternatives() throws {
        let names = "DNS:a.test,email:a@b.test,URI:spiffe://a,DNS:b.test,IP:127.0.0.1"
        let certificate = try read(TestCertificate(names: names))
        #expect(certificate.hosts == ["a.test", "b.test"])
        #expect(certificate.addresses == ["a@b.test"] && certificate.uris == ["spiffe://a"])
        #expect(try read(.authority).hosts == [])
    }
}

package import Frame

/// The parameters of a `wss:` URI that are about TLS.
package enum TLSParameters {
    package static let cacerts = URIParameter.file(
        "cacerts", help: "client: authorities to trust instead of the system's, in PEM")
    package static let insecure = URIParameter.toggle(
        "insecure", default: false, help: "client: whether to trust any certificate")
    package static let pin = URIParameter.text(
        "pin", "sha256/BASE64", help: "client: public key that the server may have"
    ).repeated()
    package static let crl = URIParameter.file("crl", help: "client: revocation list of the server's authority, in PEM")
    package static let certificate = URIParameter.file(
        "certificate", help: "certificate to present, with its chain, in PEM")
    package static let key = URIParameter.file("key", help: "private key of the certificate, in PEM")
    package static let clientca = URIParameter.file(
        "clientca", help: "server: authorities for client certificates, in PEM")
    package static let clientcrl = URIParameter.file(
        "clientcrl", help: "server: revocation lists of these authorities, in PEM")
    package static let ocsp = URIParameter.file("ocsp", help: "server: OCSP response about the certificate, in DER")
    package static let minimum = URIParameter.choice(
        "tls-min", default: TLSPolicy().minimum, help: "oldest version of TLS")
    package static let ciphers = URIParameter.text(
        "tls-ciphers", "NAME[:NAME…]", help: "permitted ciphers, by OpenSSL's names")

    /// All of them, in the order in which the help lists them.
    package static let all = [ParameterDeclaration](
        cacerts, insecure, pin, crl, certificate, key, clientca, clientcrl, ocsp, minimum, ciphers)
}

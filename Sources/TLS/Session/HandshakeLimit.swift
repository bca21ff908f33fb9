/// Bounds what one peer may send in a TLS handshake, and what it may claim that it will send.
///
/// OpenSSL takes memory for a message once it has read its header: up to 131,396 bytes for a ClientHello, whatever has come of it. So the
/// length is looked at before OpenSSL sees it. OpenSSL bounds the other messages of a client itself (a certificate by
/// `SSL_CTX_set_max_cert_list`).
struct HandshakeLimit {
    private let byteLimit: Int
    private var byteCount = 0
    private var scanner: HelloScanner?

    /// The longest ClientHello, in bytes: one with two keys of ML-KEM-1024 and a session ticket has 5,000, and OpenSSL has memory for
    /// this many from the start.
    static let longestHello = 16_384
    /// The longest list of certificates of a client, in bytes: four with keys and signatures of ML-DSA-87 have 32,000.
    static let longestCertificates = 65_536
    /// The first and, on request, the second ClientHello, and as much for all that follows but certificates.
    private static let flight = 3 * longestHello

    /// What a client may send to a server.
    ///
    /// - Parameter showsCertificate: whether clients are asked for certificates.
    static func ofClient(showsCertificate: Bool) -> HandshakeLimit {
        HandshakeLimit(
            byteLimit: flight + (showsCertificate ? longestCertificates : 0),
            scanner: HelloScanner(longest: longestHello)
        )
    }

    /// What a server may send to a client: OpenSSL accepts 102,400 bytes of certificates and as many for the exchange of keys.
    static let ofServer = HandshakeLimit(byteLimit: 262_144, scanner: nil)

    private init(byteLimit: Int, scanner: HelloScanner?) { (self.byteLimit, self.scanner) = (byteLimit, scanner) }

    /// Takes what OpenSSL reads next.
    ///
    /// - Parameter isTLS12: whether the two sides have agreed on TLS 1.2; asked at the end of a record.
    /// - Returns: what is wrong with it, if anything.
    mutating func violation(by bytes: UnsafeRawBufferPointer, isTLS12: () -> Bool) -> TLSViolation? {
        byteCount += bytes.count
        guard byteCount <= byteLimit else { return .longHandshake(byteLimit) }
        guard scanner?.accepts(bytes, isTLS12: isTLS12) == false else { return nil }
        return .longHello(Self.longestHello)
    }
}

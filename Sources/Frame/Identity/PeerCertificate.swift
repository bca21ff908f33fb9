/// What a verified X.509 certificate says of the peer that has its key (RFC 5280 §4.1.2.6, §4.2.1.6).
///
/// Made by a transport after a trusted authority's signature, the dates and the revocation list have been checked. Names that hold
/// control characters are left out: they may look like others.
public struct PeerCertificate: Sendable, Hashable {
    /// The subject's common name, where there is exactly one.
    public var commonName: String?
    /// The alternative names that are hosts'.
    public var hosts: [String]
    /// The alternative names that are e-mail addresses.
    public var addresses: [String]
    /// The alternative names that are URIs.
    public var uris: [String]

    /// Makes a certificate of what it says.
    public init(commonName: String? = nil, hosts: [String] = [], addresses: [String] = [], uris: [String] = []) {
        self.commonName = commonName
        self.hosts = hosts
        self.addresses = addresses
        self.uris = uris
    }
}

package import Frame

/// What a `wss:` URI says about TLS.
package struct TLSOptions: Sendable, Hashable {
    /// Whom a client trusts.
    package var trust = ServerTrust.system
    /// Who may vouch for a server's clients; `nil` asks them for no certificate.
    package var clients: ClientTrust?
    /// What we show: a server always, a client to a server that asks.
    package var identity: Identity?
    /// Which versions and ciphers will do.
    package var policy = TLSPolicy()
    /// The public keys of which a server must have one; none for any.
    ///
    /// Beside a chain to an authority that is trusted; where ``trust`` is in anybody, instead of it.
    package var pins: [PublicKeyPin] = []
    /// A PEM file with the list of certificates that the server's authority has revoked.
    package var revocations: String?
    /// The file of an OCSP response for a server's clients, in DER.
    package var staple: String?

    /// PEM files of a certificate with its chain, and of its key.
    package struct Identity: Sendable, Hashable {
        package let certificate: String
        package let key: String

        package init(certificate: String, key: String) { (self.certificate, self.key) = (certificate, key) }
    }

    package init() {}

    package init(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        trust = try Self.trust(&parameters)
        identity = try Self.identity(&parameters)
        clients = try ClientTrust(&parameters)
        policy = try TLSPolicy(&parameters)
        for text in try parameters.take(TLSParameters.pin) { pins.append(try PublicKeyPin(text)) }
        revocations = try parameters.take(TLSParameters.crl)
        staple = try parameters.take(TLSParameters.ocsp)
        guard revocations == nil || trust != .anybody else {
            throw .invalidParameter("crl", value: "a file beside insecure")
        }
    }

    /// Whether sessions may be resumed: a certificate that has been revoked since would not be looked at again.
    package var mayResume: Bool { revocations == nil }

    /// Whether something is said that concerns the server's certificate, and so a client alone.
    package var judgesServer: Bool { trust != .system || !pins.isEmpty || revocations != nil }

    private static func trust(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) -> ServerTrust {
        let authorities = try parameters.take(TLSParameters.cacerts)
        let isInsecure = try parameters.take(TLSParameters.insecure)
        guard isInsecure else { return authorities.map { .file($0) } ?? .system }
        guard authorities == nil else { throw .invalidParameter("insecure", value: "on beside cacerts") }
        return .anybody
    }

    private static func identity(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) -> Identity? {
        let certificate = try parameters.take(TLSParameters.certificate)
        let key = try parameters.take(TLSParameters.key)
        switch (certificate, key) {
        case (let certificate?, let key?): return Identity(certificate: certificate, key: key)
        case (nil, nil): return nil
        case (nil, _): throw .missingPart("'certificate' parameter beside 'key'", of: "wss")
        case (_, nil): throw .missingPart("'key' parameter beside 'certificate'", of: "wss")
        }
    }
}

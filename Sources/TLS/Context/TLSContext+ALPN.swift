internal import COpenSSL

// Both sides say by ALPN that they speak HTTP/1.1 and nothing else, so that nobody can make one of them take what another protocol's peer
// says for WebSocket, or the reverse (RFC 7301, RFC 9325 §3.7).
extension TLSContext {
    static func offerHTTP(_ context: OpaquePointer) { copenssl_offer_http(context) }

    /// Refuses a client that offers protocols and not this one; one that offers none is served.
    ///
    /// "The server SHALL send a fatal 'no_application_protocol' alert" (RFC 7301 §3.2).
    static func expectHTTP(_ context: OpaquePointer) { copenssl_expect_http(context) }
}

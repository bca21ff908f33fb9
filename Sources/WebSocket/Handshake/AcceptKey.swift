// The only file of this module that knows OpenSSL.
internal import COpenSSL
internal import Frame

/// What a server answers to `Sec-WebSocket-Key`, to show that it has understood the request (RFC 6455 §4.2.2).
///
/// - Parameter key: the client's key as it was sent, not decoded.
/// - Returns: the value of `Sec-WebSocket-Accept`.
func acceptKey(for key: String) -> String {
    Base64.encode(sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
}

/// The SHA-1 hash (RFC 3174), which the handshake uses as a check that both sides speak WebSocket; nothing rests on its
/// strength.
func sha1(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 20)
    let isDone = EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha1(), nil)
    precondition(isDone == 1, "OpenSSL has no SHA-1")
    return digest
}

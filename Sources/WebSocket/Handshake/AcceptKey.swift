/// What a server answers to `Sec-WebSocket-Key`, to show that it has understood the request (RFC 6455 §4.2.2).
///
/// - Parameter key: the client's key as it was sent, not decoded.
/// - Returns: the value of `Sec-WebSocket-Accept`.
func acceptKey(for key: String) -> String {
    Base64.encode(sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
}

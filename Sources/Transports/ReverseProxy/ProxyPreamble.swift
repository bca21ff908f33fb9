internal import Frame
internal import Linux
internal import Streams

/// What a proxy says before the first byte of a connection about whom it is for: the PROXY protocol, version 1 or 2.
///
///     1   PROXY TCP4 192.0.2.1 198.51.100.1 56324 443 CR LF
///     2   0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a | 2 and command | family | length: 2 bytes | addresses, ports, more
///
/// Source: <https://www.haproxy.org/download/2.6/doc/proxy-protocol.txt>
enum ProxyPreamble: Equatable {
    /// The connection is for this peer.
    case peer(SocketAddress)
    /// The connection is the proxy's own, or it does not know the peer's address.
    case proxyItself

    /// The most that one may be, in bytes: a version 2 one with more than any proxy says.
    static let longest = 2_048

    /// Reads what begins a connection.
    ///
    /// - Returns: the preamble and its length in bytes; `nil` if its end is not there yet: then all of `bytes` belongs to it.
    /// - Throws: ``TransportError`` for what is none.
    static func parse(_ bytes: [UInt8]) throws(TransportError) -> (ProxyPreamble, length: Int)? {
        if bytes.first == signature[0] { return try parseBlock(bytes) }
        return try parseLine(bytes)
    }

    private static let malformed = TransportError.protocolViolation(
        "the connection comes from a trusted proxy, and does not begin as the PROXY protocol has it")

    /// "the maximum line length … is 107 chars".
    private static let longestLine = 107
    private static let lineStart = Array("PROXY ".utf8)

    private static func parseLine(_ bytes: [UInt8]) throws(TransportError) -> (ProxyPreamble, length: Int)? {
        let known = min(bytes.count, lineStart.count)
        guard bytes[..<known] == lineStart[..<known] else { throw malformed }
        let line = bytes.prefix(longestLine)
        // What is wrong does not become right by what follows.
        guard line.prefix(while: { $0 != 0x0a }).allSatisfy({ $0 < 0x7f }) else { throw malformed }
        guard let feed = line.firstIndex(of: 0x0a) else {
            guard bytes.count < longestLine else { throw malformed }
            return nil
        }
        guard feed > lineStart.count, line[feed - 1] == 0x0d else { throw malformed }
        let text = String(decoding: line[lineStart.count..<feed - 1], as: UTF8.self)
        let words = text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false).map(Substring.init)
        return (try read(words: words), feed + 1)
    }

    private static func read(words: [Substring]) throws(TransportError) -> ProxyPreamble {
        // "the receiver must ignore anything presented before the CRLF is found".
        if words.first == "UNKNOWN" { return .proxyItself }
        guard words.count == 5, words[0] == "TCP4" || words[0] == "TCP6",
            let source = IPAddress(String(words[1])), IPAddress(String(words[2])) != nil,
            words[1].utf8.contains(UInt8(ascii: ":")) == (words[0] == "TCP6"),
            let port = number(words[3]), number(words[4]) != nil
        else { throw malformed }
        return .peer(SocketAddress(source, port: port))
    }

    /// A number without a sign or leading zeros.
    private static func number(_ text: Substring) -> UInt16? {
        UInt16(text).flatMap { "\($0)" == text ? $0 : nil }
    }

    private static let signature: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]
    private static let headerLength = 16

    private static func parseBlock(_ bytes: [UInt8]) throws(TransportError) -> (ProxyPreamble, length: Int)? {
        let known = min(bytes.count, signature.count)
        guard bytes[..<known] == signature[..<known] else { throw malformed }
        guard bytes.count >= headerLength else { return nil }
        let length = headerLength + (Int(bytes[14]) << 8 | Int(bytes[15]))
        guard length <= longest, bytes[12] == 0x20 || bytes[12] == 0x21 else { throw malformed }
        guard bytes.count >= length else { return nil }
        // "the receiver must accept this connection as valid and must use the real connection endpoints": LOCAL.
        guard bytes[12] == 0x21 else { return (.proxyItself, length) }
        return (try read(family: bytes[13], Array(bytes[headerLength..<length])), length)
    }

    private static func read(family: UInt8, _ block: [UInt8]) throws(TransportError) -> ProxyPreamble {
        let addressLength: Int
        switch family {
        case 0x00, 0x31: return .proxyItself
        case 0x11: addressLength = 4
        case 0x21: addressLength = 16
        default: throw malformed
        }
        guard block.count >= 2 * addressLength + 4, let source = IPAddress(bytes: Array(block[..<addressLength])) else {
            throw malformed
        }
        let port = UInt16(block[2 * addressLength]) << 8 | UInt16(block[2 * addressLength + 1])
        return .peer(SocketAddress(source, port: port))
    }
}

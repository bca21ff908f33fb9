import Frame
import Streams
import Testing

@testable import Linux
@testable import Transports

@Suite struct ProxyPreambleTests {
    private static let signature: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]

    private static func block(_ command: UInt8, _ family: UInt8, _ content: [UInt8]) -> [UInt8] {
        signature + [command, family, UInt8(content.count >> 8), UInt8(content.count & 0xff)] + content
    }

    private static let four: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 1, 0xdc, 0x04, 0x01, 0xbb]

    private static func peer(_ address: String, _ port: UInt16) -> ProxyPreamble? {
        IPAddress(address).map { .peer(SocketAddress($0, port: port)) }
    }

    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let preamble: ProxyPreamble?

        init(_ name: String, _ bytes: [UInt8], _ preamble: ProxyPreamble?) {
            (testDescription, self.bytes, self.preamble) = (name, bytes, preamble)
        }

        init(_ text: String, _ preamble: ProxyPreamble?) { self.init(text, Array("\(text)\r\n".utf8), preamble) }
    }

    static let examples = [
        Example("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443", peer("192.0.2.1", 56_324)),
        Example("PROXY TCP6 2001:db8::1 ::1 1 65535", peer("2001:db8::1", 1)),
        Example("PROXY UNKNOWN", .proxyItself),
        Example("PROXY UNKNOWN ffff:f...f:ffff whatever 65535 65535", .proxyItself),
        Example("version 2, IPv4", block(0x21, 0x11, four), peer("192.0.2.1", 56_324)),
        Example(
            "version 2, IPv4, with more behind it", block(0x21, 0x11, four + [3, 0, 1, 9]), peer("192.0.2.1", 56_324)),
        Example(
            "version 2, IPv6",
            block(
                0x21, 0x21,
                [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]
                    + [UInt8](repeating: 1, count: 16) + [0, 5, 0, 6]),
            peer("2001:db8::1", 5)),
        Example("version 2, a check of the proxy's own", block(0x20, 0x00, []), .proxyItself),
        Example("version 2, local with an address", block(0x20, 0x11, four), .proxyItself),
        Example("version 2, of no family", block(0x21, 0x00, [1, 2, 3]), .proxyItself),
        Example("version 2, of a Unix socket", block(0x21, 0x31, [UInt8](repeating: 0, count: 216)), .proxyItself),
    ]

    @Test("Every prefix asks for more, and what follows is left alone", arguments: examples)
    func valid(_ example: Example) throws {
        for length in 0..<example.bytes.count {
            #expect(try ProxyPreamble.parse(Array(example.bytes[..<length])) == nil)
        }
        let (preamble, length) = try #require(try ProxyPreamble.parse(example.bytes + [0x16, 3, 1]))
        #expect(preamble == example.preamble)
        #expect(length == example.bytes.count)
    }

    @Test(
        "What is malformed is refused",
        arguments: [
            "GET / HTTP/1.1", "proxy TCP4 192.0.2.1 198.51.100.1 1 2", "PROXY",
            "PROXY  TCP4 192.0.2.1 198.51.100.1 1 2",
            "PROXY TCP4 192.0.2.1 198.51.100.1 1", "PROXY TCP4 192.0.2.1 198.51.100.1 1 2 3", "PROXY TCP4 ::1 ::1 1 2",
            "PROXY TCP6 192.0.2.1 198.51.100.1 1 2", "PROXY TCP4 192.0.2.1 198.51.100.1 01 2",
            "PROXY TCP4 192.0.2.1 198.51.100.1 1 65536",
            "PROXY TCP4 192.0.2.1 198.51.100.1 -1 2", "PROXY TCP4 192.0.2 198.51.100.1 1 2",
            "PROXY TCP4 192.0.2.1 x 1 2", "PROXY UNKNOWN caf\u{e9}",
            "PROXY UDP4 192.0.2.1 198.51.100.1 1 2", "PROXY TCP4\t192.0.2.1 198.51.100.1 1 2", "PROXY ",
        ])
    func line(_ text: String) {
        #expect(throws: TransportError.self) { try ProxyPreamble.parse(Array("\(text)\r\n".utf8)) }
    }

    @Test("What a block holds behind the addresses is passed over, as long as it is")
    func extras() throws {
        for count in [1, 243, 244, 300] {
            let block = Self.block(0x21, 0x11, Self.four + [UInt8](repeating: 4, count: count))
            let parsed = try ProxyPreamble.parse(block + [1, 2, 3])
            #expect(parsed?.0 == Self.peer("192.0.2.1", 56_324))
            #expect(parsed?.length == 28 + count)
        }
    }

    @Test("A line ends within 107 bytes, and by CR and LF")
    func lineEnd() {
        let long = Array("PROXY UNKNOWN ".utf8) + [UInt8](repeating: 0x61, count: 93)
        #expect(throws: TransportError.self) { try ProxyPreamble.parse(long) }
        #expect(throws: TransportError.self) { try ProxyPreamble.parse(Array("PROXY UNKNOWN\n".utf8)) }
        #expect(throws: TransportError.self) { try ProxyPreamble.parse(Array("PROXY \u{7f}".utf8)) }
    }

    @Test(
        "So is a block of another version, command, family or length",
        arguments: [
            block(0x11, 0x11, four), block(0x22, 0x11, four), block(0x21, 0x12, four), block(0x21, 0x22, four),
            block(0x21, 0x11, Array(four.dropLast())), block(0x21, 0x21, four), block(0x21, 0x41, four),
            [0x0d, 0x0a, 0x0d, 0x0b], signature + [0x21, 0x11, 0xff, 0xff],
        ])
    func badBlock(_ bytes: [UInt8]) { #expect(throws: TransportError.self) { try ProxyPreamble.parse(bytes) } }

    @Test("What ends with the preamble is parsed as well", arguments: examples)
    func alone(_ example: Example) throws {
        #expect(try ProxyPreamble.parse(example.bytes)?.0 == example.preamble)
    }

    @Test("A line of 107 bytes is the longest", arguments: [(90, true), (91, true), (92, false)])
    func longestLine(_ count: Int, _ isTaken: Bool) {
        let line = Array("PROXY UNKNOWN \(String(repeating: "~", count: count))\r\n".utf8)
        #expect((try? ProxyPreamble.parse(line + [0xff]))??.length == (isTaken ? line.count : nil))
        #expect(throws: Never.self) { try ProxyPreamble.parse(Array(line.prefix(106))) }
    }

    @Test("A block of 2,048 bytes is the longest", arguments: [(2_031, true), (2_032, true), (2_033, false)])
    func longestBlock(_ count: Int, _ isTaken: Bool) {
        let block = Self.block(0x21, 0x00, [UInt8](repeating: 0, count: count))
        #expect((try? ProxyPreamble.parse(block))??.length == (isTaken ? 16 + count : nil))
    }
}

import Testing

@testable import WebSocket

/// Nearly all messages take a short way, of which nothing is seen in what comes out.
@Suite struct WholeMessageTests {
    private static let limits = Limits(maximumMessageSize: 65_535)
    /// The most bytes of the length that two bytes can say, and the fewest that need them; a frame of eight bytes, and of nine.
    private static let counts = [
        (Role.server, [2, 3, 125, 126, 127, 65_535]), (.client, [6, 7, 125, 126, 127, 65_535]),
    ]

    @Test(arguments: counts.flatMap { role, counts in counts.map { (role, $0) } })
    func takesTheShortWay(_ role: Role, _ count: Int) {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let frame = frame(payload, for: role)
        #expect(found(in: frame, as: role) == payload)
        #expect(found(in: frame + [0x89], as: role) == payload)
        #expect(found(in: frame.dropLast(), as: role) == nil)
    }

    /// A header may have eight bytes, which are read without a second look.
    @Test(arguments: [(Role.server, 1), (.client, 5)])
    func isNotTakenBeforeAHeaderIsThere(_ role: Role, _ count: Int) {
        #expect(found(in: frame([UInt8](repeating: 1, count: count), for: role), as: role) == nil)
    }

    /// Text, fragments, reserved bits, control frames, eight bytes of length, a length in more bytes than it needs, and more than the limit.
    @Test(arguments: [
        [0x81, 0x06], [0x02, 0x06], [0xc2, 0x06], [0x89, 0x06], [0x82, 0x86], [0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0x7e],
        [0x82, 0x7e, 0x00, 0x7d], [0x82, 0x7e, 0x03, 0xe9],
    ])
    func isForNothingElse(_ start: [UInt8]) {
        let bytes = start + [UInt8](repeating: 0, count: 1_100)
        #expect(found(in: bytes, as: .client, limits: Limits(maximumMessageSize: 1_000)) == nil)
    }

    @Test func holdsAsMuchAsAMessageMay() {
        let limits = Limits(maximumMessageSize: 1_000)
        let payload = [UInt8](repeating: 7, count: 1_000)
        #expect(found(in: frame(payload, for: .client), as: .client, limits: limits) == payload)
    }

    private func frame(_ payload: [UInt8], for role: Role) -> [UInt8] {
        WireFrame.binary(payload, key: role == .server ? [0x37, 0xfa, 0x21, 0x3d] : nil).bytes
    }

    /// The payload of the message that the short way finds at the start, or `nil`; then nothing is consumed.
    private func found(in bytes: some Sequence<UInt8>, as role: Role, limits: Limits = limits) -> [UInt8]? {
        var (bytes, offset) = (Array(bytes), 0)
        let decoder = MessageDecoder(role: role, limits: limits)
        return bytes.withUnsafeMutableBytes { buffer in
            guard case .message(.binary, let payload)? = decoder.nextWhole(in: buffer, at: &offset) else {
                #expect(offset == 0)
                return nil
            }
            let found = Array(decoder.bytes(of: payload, in: buffer))
            #expect(offset == found.count + (role == .server ? 4 : 0) + (found.count < 126 ? 2 : 4))
            return found
        }
    }
}

import Testing

@testable import WebSocket

@Suite struct MessageLimitTests {
    @Test func aMessageMayBeAllowedAGibibyte() throws {
        var decoder = MessageDecoder(role: .client, limits: .init(maximumMessageSize: 1 << 30))
        // A header that announces a whole one is no error yet: its payload is waited for.
        var header: [UInt8] = [0x82, 127, 0, 0, 0, 0, 0x40, 0, 0, 0]
        let event = try header.withUnsafeMutableBytes { bytes in
            var offset = 0
            return try decoder.next(in: bytes, at: &offset)
        }
        #expect(event == nil)
    }
}

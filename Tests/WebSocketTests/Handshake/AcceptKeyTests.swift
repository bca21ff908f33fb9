import Frame
import Testing

@testable import WebSocket

@Suite struct AcceptKeyTests {
    /// RFC 3174 §7.3.
    @Test func hashesTheVectorOfTheRFC() {
        #expect(Base64.encode(sha1(Array("abc".utf8))) == "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=")
    }

    /// RFC 6455 §1.3.
    @Test func derivesTheAcceptKeyOfTheRFC() {
        #expect(acceptKey(for: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }
}

import Frame
import Testing

@testable import TLS
@testable import Transports

@Suite struct TLSOptionsTests {
    private func options(_ query: String) throws -> TLSOptions {
        try WebSocketEndpoint(EndpointURI("wss://h/?\(query)")).security
    }

    @Test("TLS 1.2 will do unless told otherwise")
    func versions() throws {
        #expect(try options("").policy == TLSPolicy())
        #expect(try options("tls-min=1.3").policy.minimum == .tls13)
        #expect(
            try options("tls-ciphers=ECDHE+AESGCM:TLS_AES_128_GCM_SHA256").policy.ciphers
                == "ECDHE+AESGCM:TLS_AES_128_GCM_SHA256")
    }

    @Test(
        "What makes no sense is an error",
        arguments: [
            "tls-min=1.1", "tls-min=", "tls-min=TLSv1.3", "pin=x", "crl=f&insecure=on", "tls-min=1.2&tls-min=1.3",
            "tls-ciphers=NOPE", "tls-ciphers=TLS_NOPE", "tls-ciphers=RC4-MD5",
        ])
    func errors(_ query: String) { #expect(throws: EndpointURIError.self) { try options(query) } }

    @Test("Pins add up")
    func pins() throws {
        let text = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        #expect(try options("pin=\(text)&pin=\(text)").pins.count == 2)
    }

    @Test("Without TLS there are none", arguments: ["tls-min=1.3", "pin=sha256/x", "crl=f", "ocsp=f", "tls-ciphers=x"])
    func plain(_ query: String) {
        #expect(throws: EndpointURIError.self) { try WebSocketEndpoint(EndpointURI("ws://h/?\(query)")) }
    }
}

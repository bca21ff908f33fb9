import Frame
import Testing

@testable import TLS

@Suite struct PublicKeyPinTests {
    private static let base64 = "/+Ih8SF4GQXnGUTzLwV52pxhZFKNJvBLJGtXSQmHVaA="

    @Test("It is read as it prints, and as curl writes it")
    func spelling() throws {
        let pin = try PublicKeyPin("sha256/" + Self.base64)
        #expect("\(pin)" == "sha256/" + Self.base64)
        #expect(try PublicKeyPin("sha256//" + Self.base64).matches(pin))
        #expect(try !PublicKeyPin("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").matches(pin))
    }

    @Test(
        "What is no pin is an error",
        arguments: [
            "", base64, "sha1/" + base64, "sha256/", "sha256/AAAA", "sha256/" + base64.dropLast(),
            "sha256/" + base64 + base64,
        ])
    func errors(_ text: String) { #expect(throws: EndpointURIError.self) { try PublicKeyPin(text) } }
}

import Foundation
import Frame
import TLSSupport
import Testing

@testable import Queueing
@testable import TLS

@Suite struct SealedKeyTests {
    @Test("A key that is sealed by a password is not read, even by an empty one", arguments: ["", "secret"])
    func sealed(password: String) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let plain = TestCertificate.localhost.identity
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "openssl", "pkcs8", "-topk8", "-in", plain.key, "-out", file, "-passout", "pass:\(password)",
        ]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let identity = TLSOptions.Identity(certificate: plain.certificate, key: file)
        let error = #expect(throws: TransportError.self) { _ = try TLSContext(server: identity) }
        #expect(error.map { "\($0)" }?.hasPrefix("cannot read the key from '\(file)'") == true)
    }
}

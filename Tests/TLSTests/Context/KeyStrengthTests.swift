import COpenSSL
import Frame
import TLSSupport
import Testing

@testable import TLS

/// What keys a server may have: 112 bits are enough, which are those of 224 bits of an elliptic curve, and 96 are not.
@Suite struct KeyStrengthTests {
    @Test(
        "A certificate's key has 112 bits of security at least",
        arguments: [
            (NID_X9_62_prime192v1, false), (NID_secp224r1, true), (NID_X9_62_prime256v1, true),
        ])
    func strength(curve: CInt, isEnough: Bool) {
        let certificate = TestCertificate(names: "DNS:h", curve: curve)
        #expect(((try? TLSContext(server: certificate.identity)) != nil) == isEnough)
        withExtendedLifetime(certificate) {}
    }
}

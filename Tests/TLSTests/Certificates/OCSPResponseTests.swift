import COpenSSL
import Glibc
import TLSSupport
import Testing

@testable import TLS

@Suite struct OCSPResponseTests {
    private let certificate = TestCertificate(names: "DNS:h", signedBy: .authority)

    /// What a response says about a certificate, so many seconds from now.
    private func status(
        in bytes: [UInt8],
        of certificate: TestCertificate? = nil,
        issuer: TestCertificate? = .authority,
        after seconds: Int = 0,
        tolerance: Int = 0
    ) throws -> CertificateStatus {
        let response = try #require(OCSPResponse(parsing: bytes))
        let own = try Loaded(certificate ?? self.certificate)
        let authority = try issuer.map { try Loaded($0) }
        return response.status(
            of: own.pointer, issuer: authority?.pointer, at: time(nil) + seconds, tolerance: tolerance)
    }

    /// A certificate as it is read from its file.
    private final class Loaded {
        let pointer: OpaquePointer

        init(_ certificate: TestCertificate) throws {
            let file = BIO_new_file(certificate.certificate, "r")
            defer { BIO_free(file) }
            pointer = try #require(PEM_read_bio_X509(file, nil, nil, nil))
        }

        deinit { X509_free(pointer) }
    }

    @Test(
        "What the authority says is understood",
        arguments: [(.good, .good), (.revoked, .revoked), (.unknown, .unknown)]
            as [(TestResponder.Word, CertificateStatus)])
    func words(_ word: TestResponder.Word, _ status: CertificateStatus) throws {
        let bytes = try TestResponder().response(about: certificate, word)
        #expect(try self.status(in: bytes) == status)
        #expect(try self.status(in: bytes, issuer: nil) == status)
    }

    @Test("A response is good from its beginning to its end")
    func validity() throws {
        let bytes = try TestResponder().response(about: certificate)
        #expect(try status(in: bytes, after: 86_000) == .good)
        #expect(try status(in: bytes, after: 86_500) == .outdated)
        #expect(try status(in: bytes, after: 86_500, tolerance: 300) == .good)
        #expect(try status(in: bytes, after: -200) == .outdated)
        #expect(try status(in: bytes, after: -200, tolerance: 300) == .good)
    }

    @Test("A response that does not say when the next will come is good for a day")
    func endless() throws {
        let bytes = try TestResponder(days: nil).response(about: certificate)
        #expect(try status(in: bytes, after: 86_000) == .good)
        #expect(try status(in: bytes, after: 86_500) == .outdated)
    }

    @Test("Who has been revoked stays so, however old the word is")
    func revokedForEver() throws {
        let bytes = try TestResponder().response(about: certificate, .revoked)
        #expect(try status(in: bytes, after: 1_000_000) == .revoked)
    }

    @Test("A response about another certificate, or by another authority's number, says nothing")
    func others() throws {
        let bytes = try TestResponder().response(about: certificate)
        #expect(try status(in: bytes, of: .localhost) == .foreign)
        #expect(try status(in: bytes, issuer: .localhost) == .foreign)
    }

    @Test("What is cut short, or has something behind it, is no response")
    func broken() throws {
        let bytes = try TestResponder().response(about: certificate)
        for count in 0..<bytes.count { #expect(OCSPResponse(parsing: Array(bytes[..<count])) == nil) }
        #expect(OCSPResponse(parsing: bytes + [0]) == nil)
        #expect(OCSPResponse(parsing: [UInt8](repeating: 0x30, count: OCSPResponse.longest + 1)) == nil)
    }

    @Test("That a responder cannot answer is no answer (RFC 6960 §4.2.1)", arguments: [1, 2, 3, 5, 6] as [UInt8])
    func unanswered(_ reason: UInt8) { #expect(OCSPResponse(parsing: [0x30, 3, 0x0a, 1, reason]) == nil) }

    /// The moments of a minute and of a day when a response is good, relative to the first of them.
    private func goodMoments(_ bytes: [UInt8], tolerance: Int = 0) throws -> [Bool] {
        let response = try #require(OCSPResponse(parsing: bytes))
        let (own, authority) = (try Loaded(certificate), try Loaded(.authority))
        func isGood(_ moment: Int) -> Bool {
            response.status(of: own.pointer, issuer: authority.pointer, at: moment, tolerance: tolerance) == .good
        }
        let now = time(nil)
        let first = try #require((now - 60 - tolerance...now).first(where: isGood))
        return [first - 1, first, first + 86_399 + 2 * tolerance, first + 86_400 + 2 * tolerance].map(isGood)
    }

    @Test("A response is good for a day to the second, whether it says so or says nothing", arguments: [nil, 1])
    func day(_ days: Int?) throws {
        let bytes = try TestResponder(days: days).response(about: certificate)
        #expect(try goodMoments(bytes) == [false, true, true, false])
        if days != nil { #expect(try goodMoments(bytes, tolerance: 300) == [false, true, true, false]) }
    }
}

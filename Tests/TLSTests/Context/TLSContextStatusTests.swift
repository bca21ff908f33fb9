import COpenSSL
import Foundation
import Frame
import TLSSupport
import Testing

@testable import TLS

/// What a client thinks of the OCSP response that comes with a certificate, and which a server sends.
@Suite struct TLSContextStatusTests {
    private let plain = TestCertificate(names: "DNS:localhost", signedBy: .authority)
    /// Demands a response (RFC 7633).
    private let demanding = TestCertificate(
        names: "DNS:localhost", signedBy: .authority, extensions: [(NID_tlsfeature, "status_request")])

    /// Shakes hands with a server that shows a certificate, and with it whatever it is told to.
    private func shakeHands(
        _ certificate: TestCertificate,
        stapling response: [UInt8]?,
        _ options: TLSOptions = .standard
    ) throws {
        let server = try TLSContext(server: certificate.identity)
        let dialogue = TLSDialogue(
            client: try TLSContext(client: options).clientSession(host: "localhost"),
            server: try server.serverSession(peer: "client", stapling: response.flatMap { OCSPResponse(parsing: $0) })
        )
        try dialogue.shakeHands()
    }

    private func expectRefusal(
        of certificate: TestCertificate,
        stapling response: [UInt8]?,
        _ status: CertificateStatus
    ) {
        let error = #expect(throws: TransportError.self) { try shakeHands(certificate, stapling: response) }
        #expect(error == .refused("the certificate of 'localhost' is not trusted: \(status.sentence)"))
    }

    @Test("A certificate that demands a response is refused without one, and accepted with one (RFC 7633)")
    func demand() throws {
        expectRefusal(of: demanding, stapling: nil, .missing)
        try shakeHands(demanding, stapling: try TestResponder().response(about: demanding))
        try shakeHands(plain, stapling: nil)
    }

    @Test("A certificate that has been revoked is refused, one that is not known too")
    func revoked() throws {
        for certificate in [plain, demanding] {
            expectRefusal(
                of: certificate, stapling: try TestResponder().response(about: certificate, .revoked), .revoked)
            expectRefusal(
                of: certificate, stapling: try TestResponder().response(about: certificate, .unknown), .unknown)
        }
    }

    @Test("A response about another certificate is not accepted (RFC 6066 §8)")
    func foreign() throws {
        expectRefusal(of: plain, stapling: try TestResponder().response(about: demanding), .foreign)
    }

    @Test("A response counts by the authority, and by whom it has charged with that, and by nobody else")
    func signers() throws {
        let extended = [(NID_ext_key_usage, "OCSPSigning")]
        let delegate = TestCertificate(
            commonName: "responder", names: "DNS:r", signedBy: .authority, extensions: extended)
        try shakeHands(demanding, stapling: try TestResponder(signer: delegate).response(about: demanding))
        let impostors = [
            TestCertificate(commonName: "responder", names: "DNS:r", signedBy: .authority),
            TestCertificate(commonName: "responder", names: "DNS:r", extensions: extended),
            TestCertificate(commonName: "test authority", names: nil),
            demanding,
        ]
        for impostor in impostors {
            expectRefusal(
                of: demanding, stapling: try TestResponder(signer: impostor).response(about: demanding), .forged)
        }
    }

    @Test("Who trusts anybody asks for no response")
    func insecure() throws { try shakeHands(demanding, stapling: nil, .trusting(.anybody)) }

    @Test("A session that is resumed needs no response again")
    func resumption() throws {
        let server = try TLSContext(server: demanding.identity)
        let client = try TLSContext(client: .standard)
        let response = OCSPResponse(parsing: try TestResponder().response(about: demanding))
        let first = TLSDialogue(
            client: try client.clientSession(host: "localhost"),
            server: try server.serverSession(peer: "client", stapling: response))
        try first.shakeHands()
        let second = TLSDialogue(
            client: try client.clientSession(host: "localhost", resuming: first.client.ticket),
            server: try server.serverSession(peer: "client"))
        try second.shakeHands()
        #expect(second.client.isResumed)
    }

    /// A server that reads its response from a file, and the file's path.
    private func server(_ certificate: TestCertificate, _ response: [UInt8]?) throws -> (TLSContext, String) {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("response-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        if let response { try Data(response).write(to: file) }
        return (try TLSContext(server: certificate.identity, staple: file.path), file.path)
    }

    @Test("A server sends the response in its file")
    func file() throws {
        let (server, _) = try server(demanding, try TestResponder().response(about: demanding))
        #expect(server.statusNotice("c") == nil)
        let dialogue = TLSDialogue(
            client: try TLSContext(client: .standard).clientSession(host: "localhost"),
            server: try server.serverSession(peer: "client"))
        try dialogue.shakeHands()
    }

    @Test("A server sends no response that clients could not use, and says why")
    func uselessFile() throws {
        let useless: [([UInt8]?, CertificateStatus)] = [
            (nil, .unreadable), ([], .unreadable), (Array("nonsense".utf8), .unreadable),
            (try TestResponder().response(about: plain, .revoked), .revoked),
            (try TestResponder().response(about: plain, .unknown), .unknown),
            (try TestResponder().response(about: demanding), .foreign),
        ]
        for (response, status) in useless {
            let (server, file) = try server(plain, response)
            #expect(server.statusNotice("c") == .statusUnusable(file, reason: status.clause))
            let dialogue = TLSDialogue(
                client: try TLSContext(client: .standard).clientSession(host: "localhost"),
                server: try server.serverSession(peer: "client"))
            try dialogue.shakeHands()
        }
    }

    @Test("A server says that its certificate demands a response that it has not")
    func missing() throws {
        #expect(try TLSContext(server: demanding.identity).statusNotice("c") == .statusMissing("c"))
        #expect(try TLSContext(server: plain.identity).statusNotice("c") == nil)
    }
}

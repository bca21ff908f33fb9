import Frame
import TLSSupport
import Testing

@testable import Transports

/// Clients that show certificates.
@Suite struct ClientCertificateTests {
    private static let alice = TestCertificate(
        commonName: "Alice", names: "email:alice@example.com,URI:spiffe://example.com/alice,DNS:a.example.com",
        signedBy: .authority)

    /// Admits whoever has a certificate, under a name made of all that it says.
    private struct Reader: Authenticator {
        var acceptedKinds: Credentials.Kinds { .certificate }

        func authenticate(_ credentials: Credentials) async throws -> Principal? {
            credentials.certificate.map {
                let names = [$0.commonName ?? "-"] + $0.hosts + $0.addresses + $0.uris
                return Principal(names.joined(separator: " "))
            }
        }
    }

    private func server(_ parameters: [EndpointURI.Parameter] = []) async throws -> Server {
        let authorities = EndpointURI.Parameter("clientca", TestCertificate.authority.certificate)
        return try await Server(.wss, [authorities] + parameters, authenticator: Reader())
    }

    private func connect(to server: Server, showing identity: TestCertificate?) async throws {
        let parameters = identity.map {
            [EndpointURI.Parameter("certificate", $0.certificate), .init("key", $0.key)]
        }
        try await Party(on: server.loop).connect(server.uri(parameters ?? []))
    }

    @Test func aCertificateOfTheAuthorityIsReadOnceItIsVerified() async throws {
        let server = try await server()
        try await connect(to: server, showing: Self.alice)
        #expect(
            try await server.host.party().1.principal?.name
                == "Alice a.example.com alice@example.com spiffe://example.com/alice")
        await server.listener.close()
    }

    @Test(arguments: [
        TestCertificate(commonName: "Alice", names: "email:alice@example.com"),
        TestCertificate(commonName: "Alice", names: "email:alice@example.com", days: -3 ... -1, signedBy: .authority),
        TestCertificate(
            commonName: "Alice", names: "email:alice@example.com",
            signedBy: TestCertificate(commonName: "test authority", names: nil)),
    ])
    func aCertificateThatIsNoGoodIsRefusedAndTheClientIsToldSo(certificate: TestCertificate) async throws {
        let server = try await server()
        let error = await #expect(throws: TransportError.self) { try await connect(to: server, showing: certificate) }
        guard case .refused(let reason) = error else {
            Issue.record("\(error.debugDescription) is not a refusal")
            return
        }
        #expect(reason.contains("does not accept our certificate"))
        #expect(try await server.host.refusal().contains("is not trusted"))
        await server.listener.close()
    }

    @Test func whoeverShowsNoneIsToldThatOneIsNeeded() async throws {
        let server = try await server()
        let error = await #expect(throws: TransportError.self) { try await connect(to: server, showing: nil) }
        #expect(error?.description.contains("403") == true)
        #expect(try await server.host.refusal() == "no credentials")
        await server.listener.close()
    }

    @Test(arguments: ["clientca", "clientcrl"])
    func aFileThatCannotBeReadIsNamed(parameter: String) async throws {
        let missing = EndpointURI.Parameter(parameter, "/nonexistent.pem")
        let authorities = EndpointURI.Parameter("clientca", TestCertificate.authority.certificate)
        let parameters = parameter == "clientca" ? [missing] : [authorities, missing]
        let error = await #expect(throws: TransportError.self) {
            try await Server(.wss, parameters, authenticator: Reader())
        }
        #expect(error?.description.contains("/nonexistent.pem") == true)
    }

    @Test(arguments: ["wss://h/?clientcrl=x", "ws://h/?clientca=x"])
    func whatMakesNoSenseIsAnError(text: String) throws {
        let uri = try EndpointURI(text)
        #expect(throws: EndpointURIError.self) { try WebSocketEndpoint(uri) }
    }
}

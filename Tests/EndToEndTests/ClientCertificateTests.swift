import Testing

extension EndToEnd {
    @Suite struct ClientCertificateTests {
        @Test("whoever shows a certificate that counts is admitted by its name, and nobody else")
        func certificates() async throws {
            let authority = try await Authority()
            let host = try await Host()
            let alice = try await authority.clientCertificate(for: "alice")
            let bob = try await authority.clientCertificate(for: "bob")
            let stranger = try await Authority().clientCertificate(for: "alice")
            let revocations = try await authority.revoke(bob)
            let server = try await host.running(
                ["server", "--client-ca", authority.file, "--client-crl", revocations]
                    + authority.certificate(for: "DNS:localhost").options)

            let door = ["client", "--uri", "wss://localhost/", "--cacerts", authority.file]
            func connect(_ certificate: Certificate?) async throws -> Outcome {
                let identity = certificate.map { ["--client-cert", $0.file, "--client-key", $0.key] } ?? []
                return try await host.start([Machine.etherws] + door + identity).outcome()
            }
            #expect(try await connect(alice).exitCode == 0)
            _ = try await server.line("alice", from: \.errors) { $0.contains("(alice)") }
            for (certificate, reason) in [
                (bob, "revoked"), (stranger, "its authority is not known here"), (nil, "no credentials"),
            ] {
                let outcome = try await connect(certificate)
                #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
                #expect(outcome.errors.contains("certificate"), "\(outcome)")
                _ = try await server.line(reason, from: \.errors) { $0.contains(reason) }
            }
        }

        @Test("openssl s_client is asked for a certificate of the authority")
        func challenge() async throws {
            let authority = try await Authority()
            let host = try await Host()
            _ = try await host.running(
                ["server", "--client-ca", authority.file] + authority.certificate(for: "DNS:localhost").options)
            let outcome = try await host.start(["openssl", "s_client", "-connect", "127.0.0.1:443"]).outcome()
            #expect(outcome.output.contains("Acceptable client certificate CA names\nCN = Authority of a test"))
        }
    }
}

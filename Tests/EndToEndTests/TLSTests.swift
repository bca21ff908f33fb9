import Testing

extension EndToEnd {
    @Suite struct TLSTests {
        @Test("the client refuses a certificate of an authority it does not know, and says so")
        func unknownAuthority() async throws {
            let certificate = try await Authority().certificate(for: "DNS:localhost")
            let outcome = try await connect(to: certificate, trusting: try await Authority().file)
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("its authority is not known here"), "\(outcome)")
        }

        @Test("the client refuses a certificate for another name, and says which name it wanted")
        func anotherName() async throws {
            let authority = try await Authority()
            let certificate = try await authority.certificate(for: "DNS:other.test")
            let outcome = try await connect(to: certificate, trusting: authority.file)
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("it is not valid for localhost"), "\(outcome)")
        }

        @Test("the client refuses a certificate for another address")
        func anotherAddress() async throws {
            let authority = try await Authority()
            let certificate = try await authority.certificate(for: "DNS:localhost,IP:192.0.2.1")
            let outcome = try await connect(to: certificate, trusting: authority.file, as: "127.0.0.1")
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
        }

        @Test("the client refuses a certificate that nobody vouches for, and says so")
        func selfSigned() async throws {
            let certificate = try await Certificate.selfSigned(for: "DNS:localhost")
            let outcome = try await connect(to: certificate, trusting: nil)
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("self-signed"), "\(outcome)")
        }

        @Test("the client refuses a certificate that has expired, and says so")
        func expired() async throws {
            let authority = try await Authority()
            let certificate = try await authority.certificate(for: "DNS:localhost", days: -1)
            let outcome = try await connect(to: certificate, trusting: authority.file)
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("it has expired"), "\(outcome)")
        }

        @Test("--insecure accepts any certificate")
        func insecure() async throws {
            let host = try await Host()
            let certificate = try await Certificate.selfSigned(for: "DNS:other.test")
            _ = try await host.running(["server"] + certificate.options)
            let outcome = try await host.etherws("client", "--uri", "wss://localhost/", "--insecure")
            #expect(outcome.exitCode == 0, "\(outcome)")
        }

        @Test("openssl s_client shakes hands by TLS 1.2 and 1.3", arguments: ["-tls1_2", "-tls1_3"])
        func modernVersions(_ version: String) async throws {
            let outcome = try await shakeHands(version)
            #expect(outcome.exitCode == 0, "\(outcome)")
        }

        @Test("a handshake by TLS 1.1 is refused")
        func oldVersion() async throws {
            let outcome = try await shakeHands("-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0")
            #expect(outcome.exitCode != 0)
            #expect(outcome.errors.contains("alert protocol version"), "\(outcome)")
        }

        @Test("a key that does not belong to the certificate keeps the server from starting")
        func mismatchedPair() async throws {
            let authority = try await Authority()
            let one = try await authority.certificate(for: "DNS:localhost")
            let other = try await authority.certificate(for: "DNS:localhost")
            let outcome = try await Host().etherws("server", "--keyfile", one.key, "--certfile", other.file)
            #expect(outcome.exitCode != 0 && outcome.isOneLine, "\(outcome)")
        }

        @Test("a certificate that is not there is named in one line")
        func noCertificate() async throws {
            let outcome = try await Host().etherws(
                "server", "--keyfile", "/nonexistent/key", "--certfile", "/nonexistent/pem")
            #expect(outcome.exitCode != 0 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("/nonexistent/"), "\(outcome)")
        }

        private func connect(
            to certificate: Certificate,
            trusting authority: String?,
            as name: String = "localhost"
        ) async throws -> Outcome {
            let host = try await Host()
            _ = try await host.running(["server"] + certificate.options)
            let trust = authority.map { ["--cacerts", $0] } ?? []
            let outcome = try await host.start([Machine.etherws, "client", "--uri", "wss://\(name)/"] + trust).outcome()
            #expect(try await !host.has("ethws1"))
            return outcome
        }

        private func shakeHands(_ options: String...) async throws -> Outcome {
            let host = try await Host()
            let authority = try await Authority()
            let certificate = try await authority.certificate(for: "DNS:localhost")
            _ = try await host.running(["server"] + certificate.options)
            let command = ["openssl", "s_client", "-connect", "127.0.0.1:443", "-CAfile", authority.file]
            return try await host.start(command + ["-verify_return_error"] + options).outcome()
        }
    }
}

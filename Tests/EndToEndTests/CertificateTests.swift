import Glibc
import Testing

extension EndToEnd {
    /// Certificates that a client must refuse, each for a reason of its own; pins; and what becomes of those that a server replaces.
    @Suite struct CertificateTests {
        @Test("the client refuses a certificate that is not valid yet, and says so")
        func future() async throws {
            let register = try await Register()
            try await expectRefusal(of: register.certificate(days: 1...2), register, [], "it is not valid yet")
        }

        @Test("the client refuses a certificate that has expired, and says so")
        func past() async throws {
            let register = try await Register()
            try await expectRefusal(of: register.certificate(days: -2 ... -1), register, [], "it has expired")
        }

        @Test("the client refuses a certificate with a weak key, and says so")
        func weakKey() async throws {
            let register = try await Register()
            try await expectRefusal(
                ofWeak: register.certificate(key: ["rsa:1024"]), register, "its key is too weak")
        }

        @Test("the client refuses a certificate that is signed by way of SHA-1, and says so")
        func weakSignature() async throws {
            let register = try await Register()
            try await expectRefusal(ofWeak: register.certificate(digest: "sha1"), register, "its signature is too weak")
        }

        private func expectRefusal(ofWeak certificate: Certificate, _ register: Register, _ words: String) async throws
        {
            let host = try await Host()
            // No server of ours would show it.
            _ = try host.start(
                [
                    "openssl", "s_server", "-accept", "443", "-cert", certificate.file, "-key", certificate.key,
                    "-cipher", "DEFAULT@SECLEVEL=0", "-quiet",
                ])
            try await eventually(
                "openssl s_server", holds: { try await !host.run("ss", "-ltnH", "sport = :443").isEmpty })
            let outcome = try await host.etherws("client", "--uri", "wss://localhost/", "--cacerts", register.file)
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains(words), "\(outcome)")
        }

        @Test(
            "the client refuses a certificate that has been revoked, and says so; without a list, or with another's, too"
        )
        func revoked() async throws {
            let register = try await Register()
            let certificate = try await register.certificate()
            let good = ["--crl", try await register.revocations()]
            try await expectAcceptance(of: certificate, register, good)
            try await register.revoke(certificate)
            let list = try await register.revocations()
            try await expectRefusal(of: certificate, register, ["--crl", list], "it has been revoked")
            let other = try await Register().revocations()
            try await expectRefusal(
                of: certificate, register, ["--crl", other], "the revocation list is not ")
            let missing = try await expectRefusal(
                of: certificate, register, ["--crl", list + "-missing"], "cannot read")
            #expect(missing.errors.contains(list + "-missing"), "\(missing)")
        }

        @Test("a pin is that of openssl; it is needed besides the authority, and enough with --insecure")
        func pin() async throws {
            let register = try await Register()
            let certificate = try await register.certificate()
            let command = """
                openssl x509 -in \(certificate.file) -noout -pubkey | openssl pkey -pubin -outform der \
                | openssl dgst -sha256 -binary | openssl base64 -A
                """
            let pin = "sha256/" + (try await run("sh", "-ec", command))
            try await expectAcceptance(of: certificate, register, ["--pin", pin])
            let other = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            try await expectAcceptance(of: certificate, register, ["--pin", other, "--pin", pin])
            let refusal = try await expectRefusal(of: certificate, register, ["--pin", other], "its key is not pinned")
            #expect(refusal.errors.contains(pin), "\(refusal)")
            let stranger = try await Register()
            try await expectRefusal(of: certificate, stranger, ["--pin", pin], "its authority is not known here")

            let insecure = try await connect(to: certificate, ["--insecure", "--pin", pin])
            #expect(insecure.exitCode == 0, "\(insecure)")
            let impostor = try await connect(to: certificate, ["--insecure", "--pin", other])
            #expect(impostor.exitCode == 77, "\(impostor)")
        }

        @Test("a certificate that is replaced is read at SIGHUP, a broken one is not taken, and connections stay")
        func replacement() async throws {
            let (old, new) = (try await Register(), try await Register())
            let (first, second) = (try await old.certificate(), try await new.certificate(days: -1...30))
            let host = try await Host()
            let server = try await host.running(["server"] + first.options)
            let warning = try await server.line("a warning", from: \.errors) { $0.contains("expires in ") }
            #expect(warning.contains("warning"))
            try await expect(host, trusting: old, isAccepted: true)

            try await run("sh", "-ec", "echo nonsense > \(first.file)")
            server.signal(SIGHUP)
            _ = try await server.line("a complaint", from: \.errors) { $0.contains("the old certificate stays in use") }
            try await expect(host, trusting: old, isAccepted: true)

            try await run("cp", second.file, first.file)
            try await run("cp", second.key, first.key)
            server.signal(SIGHUP)
            _ = try await server.line("the new certificate", from: \.errors) { $0.contains("was read anew") }
            try await expect(host, trusting: old, isAccepted: false)
            try await expect(host, trusting: new, isAccepted: true)
            #expect(!server.errors.text.contains("detached"), "\(server)")
        }

        @Test("a certificate that is replaced is read without a signal, too")
        func change() async throws {
            let (old, new) = (try await Register(), try await Register())
            let (first, second) = (try await old.certificate(days: -1...30), try await new.certificate(days: -1...30))
            let host = try await Host()
            let server = try await host.running(["server"] + first.options)
            try await run("cp", second.file, first.file)
            try await run("cp", second.key, first.key)
            _ = try await server.line("the new certificate", from: \.errors) { $0.contains("was read anew") }
            try await expect(host, trusting: new, isAccepted: true)
        }

        @Test("a server speaks HTTP/1.1 alone by ALPN, and resumes sessions", arguments: ["-tls1_2", "-tls1_3"])
        func handshake(_ version: String) async throws {
            let host = try await Host()
            let scratch = try Scratch()
            let register = try await Register()
            _ = try await host.running(["server"] + (try await register.certificate().options))
            let file = scratch.path("session")
            let first = try await client(host, version, "-alpn", "h2,http/1.1", "-sess_out", file)
            #expect(first.output.contains("ALPN protocol: http/1.1"), "\(first)")
            let second = try await client(host, version, "-sess_in", file)
            #expect(second.output.contains("Reused, TLSv1"), "\(second)")
            let other = try await client(host, version, "-alpn", "h2")
            #expect(other.exitCode != 0, "\(other)")
        }

        /// Speaks to the server by `openssl s_client` until that has answered.
        private func client(_ host: Host, _ options: String...) async throws -> Outcome {
            try await host.start(["openssl", "s_client", "-connect", "127.0.0.1:443", "-ign_eof"] + options)
                .outcome(reading: "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        }

        @discardableResult
        private func connect(to certificate: Certificate, _ options: [String]) async throws -> Outcome {
            let host = try await Host()
            _ = try await host.running(["server"] + certificate.options)
            return try await host.start([Machine.etherws, "client", "--uri", "wss://localhost/"] + options).outcome()
        }

        private func expectAcceptance(of certificate: Certificate, _ register: Register, _ options: [String])
            async throws
        {
            let outcome = try await connect(to: certificate, ["--cacerts", register.file] + options)
            #expect(outcome.exitCode == 0, "\(outcome)")
        }

        @discardableResult
        private func expectRefusal(
            of certificate: Certificate,
            _ register: Register,
            _ options: [String] = [],
            _ words: String
        ) async throws -> Outcome {
            let outcome = try await connect(to: certificate, ["--cacerts", register.file] + options)
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains(words), "\(outcome)")
            return outcome
        }

        private func expect(_ host: Host, trusting register: Register, isAccepted: Bool) async throws {
            let outcome = try await host.etherws("client", "--uri", "wss://localhost/", "--cacerts", register.file)
            #expect((outcome.exitCode == 0) == isAccepted, "\(outcome)")
        }
    }
}

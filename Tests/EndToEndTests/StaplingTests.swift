import Glibc
import Testing

extension EndToEnd {
    /// OCSP responses that come with a certificate: those that a server sends, and what a client thinks of them.
    @Suite struct StaplingTests {
        @Test("openssl s_client gets the response that a server was given", arguments: ["-tls1_2", "-tls1_3"])
        func server(_ version: String) async throws {
            let register = try await Register()
            let certificate = try await register.certificate()
            let host = try await Host()
            let response = try await register.response(about: certificate)
            _ = try await host.running(["server", "--ocsp", response] + certificate.options)
            let outcome = try await ask(host, trusting: register, version)
            #expect(outcome.output.contains("OCSP Response Status: successful"), "\(outcome)")
            #expect(outcome.output.contains("Cert Status: good"), "\(outcome)")
        }

        @Test("a response that comes later is sent from then on; what is of no use is not sent, and the log says why")
        func change() async throws {
            let register = try await Register()
            let certificate = try await register.certificate(days: -1...30)
            let host = try await Host()
            let file = certificate.file + ".response"
            let server = try await host.running(["server", "--ocsp", file] + certificate.options)
            _ = try await server.line("a warning", from: \.errors) {
                $0.contains("warning: the OCSP response in '\(file)' is not sent to clients: it cannot be read")
            }
            #expect(try await ask(host, trusting: register).output.contains("OCSP response: no response sent"))

            try await run("cp", try await register.response(about: certificate), file)
            _ = try await server.line("the news", from: \.errors) { $0.contains("was read anew") }
            #expect(try await ask(host, trusting: register).output.contains("Cert Status: good"))

            try await register.revoke(certificate)
            try await run("cp", try await register.response(about: certificate), file)
            server.signal(SIGHUP)
            _ = try await server.line("a warning", from: \.errors) {
                $0.contains("is not sent to clients: it says that the certificate has been revoked")
            }
            #expect(try await ask(host, trusting: register).output.contains("OCSP response: no response sent"))
        }

        @Test("a certificate that demands a response is refused without one, and accepted with one")
        func demand() async throws {
            let register = try await Register()
            let certificate = try await register.certificate(demandsStatus: true)
            let host = try await Host()
            let server = try await host.running(["server"] + certificate.options)
            _ = try await server.line("a warning", from: \.errors) { $0.contains("demands that an OCSP response goes") }
            let refusal = try await connect(host, trusting: register)
            #expect(refusal.exitCode == 77 && refusal.isOneLine, "\(refusal)")
            #expect(refusal.errors.contains("must-staple"), "\(refusal)")

            let other = try await Host()
            let response = try await register.response(about: certificate)
            _ = try await other.running(["server", "--ocsp", response] + certificate.options)
            let outcome = try await connect(other, trusting: register)
            #expect(outcome.exitCode == 0, "\(outcome)")
        }

        @Test("a client believes the response of openssl s_server", arguments: ["-tls1_2", "-tls1_3"])
        func client(_ version: String) async throws {
            let register = try await Register()
            let certificate = try await register.certificate()
            try await register.revoke(certificate)
            let response = try await register.response(about: certificate)
            let host = try await Host()
            _ = try host.start(
                [
                    "openssl", "s_server", "-accept", "443", "-cert", certificate.file, "-key", certificate.key,
                    "-status_file", response, version, "-quiet",
                ])
            try await eventually(
                "openssl s_server", holds: { try await !host.run("ss", "-ltnH", "sport = :443").isEmpty })
            let outcome = try await connect(host, trusting: register)
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("it has been revoked, as its authority says by OCSP"), "\(outcome)")
        }

        private func ask(_ host: Host, trusting register: Register, _ options: String...) async throws -> Outcome {
            let command = ["openssl", "s_client", "-connect", "127.0.0.1:443", "-CAfile", register.file, "-status"]
            return try await host.start(command + options).outcome()
        }

        private func connect(_ host: Host, trusting register: Register) async throws -> Outcome {
            try await host.etherws("client", "--uri", "wss://localhost/", "--cacerts", register.file)
        }
    }
}

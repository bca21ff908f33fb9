import Foundation
import Testing

extension Faults {
    @Suite struct CertificateFaultTests {
        @Test("a certificate that is damaged, taken away, expired or replaced while the server runs disturbs no tunnel")
        func certificates() async throws {
            let scene = try await Scene()
            let bystander = try await Bystander(from: scene.client, to: scene.server)
            let file = scene.first.file
            let whole = try String(contentsOfFile: file, encoding: .utf8)

            for (number, (fault, inject)) in Self.damages.enumerated() {
                try inject(file, whole)
                let noticing = Stopwatch()
                try await scene.serving.says("the old certificate stays in use", times: number + 1)
                let noticed = "\(noticing)"
                #expect(try await scene.answer(trusting: scene.old).exitCode == 0)
                try whole.write(toFile: file, atomically: true, encoding: .utf8)
                let recovering = Stopwatch()
                try await scene.serving.says("was read anew", times: number + 1)
                report(
                    "certificate \(fault)", "the log warns after \(noticed); read \(recovering) after it is whole again"
                )
            }

            let expired = try await scene.old.certificate(days: -2 ... -1)
            try scene.replace(by: expired)
            let expiring = Stopwatch()
            try await scene.serving.says("has expired: clients refuse it", times: 1)
            let refusal = try await scene.answer(trusting: scene.old)
            #expect(refusal.exitCode == 77 && refusal.errors.contains("it has expired"), "\(refusal)")
            report("certificate replaced by an expired one", "shown, with a warning, after \(expiring)")

            let new = try await Register()
            try scene.replace(by: try await new.certificate())
            let renewing = Stopwatch()
            try await eventually("the new certificate", within: .seconds(60)) {
                try await scene.answer(trusting: new).exitCode == 0
            }
            report("certificate replaced by a good one", "shown after \(renewing)")
            #expect(try await bystander.isUnharmed())
            #expect(!scene.connected.errors.text.contains("lost"))
        }

        private typealias Injection = @Sendable (_ file: String, _ whole: String) throws -> Void

        private static let damages: [(String, Injection)] = [
            (
                "half-written",
                { try String($1.prefix($1.count / 2)).write(toFile: $0, atomically: false, encoding: .utf8) }
            ),
            ("unreadable", { file, _ in try #require(chmod(file, 0) == 0) }),
            ("removed", { file, _ in try #require(unlink(file) == 0) }),
        ]
    }

    /// A server with a certificate that changes, a client that stays, and others that come.
    private struct Scene {
        let (server, client): (Host, Host)
        let old: Register
        let first: Certificate
        let serving: ChildProcess
        let connected: ChildProcess

        init() async throws {
            let internet = try await Internet()
            (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            old = try await Register()
            first = try await old.certificate(days: -1...30)
            serving = try await server.running(["server"] + first.options)
            // The certificate is for localhost.
            connected = try await client.running(
                "client", "--uri", "wss://\(server.outer)/", "--sni", "localhost", "--cacerts", old.file)
            for host in [server, client] { try await host.configure() }
        }

        /// Connects by a client that goes again.
        func answer(trusting register: Register) async throws -> Outcome {
            try await server.etherws("client", "--uri", "wss://localhost/", "--cacerts", register.file)
        }

        func replace(by certificate: Certificate) throws {
            for (new, old) in [(certificate.key, first.key), (certificate.file, first.file)] {
                try Data(contentsOf: URL(fileURLWithPath: new)).write(to: URL(fileURLWithPath: old), options: .atomic)
            }
        }
    }
}

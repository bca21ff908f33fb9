import Glibc
import Testing

extension EndToEnd {
    /// `etherws check` where there is a server.
    @Suite struct CheckTests {
        @Test(
            "a way that leads to a server is shown step by step, and disturbs nobody behind it",
            arguments: Scheme.allCases)
        func success(_ scheme: Scheme) async throws {
            let host = try await Host(isSilent: true)
            let door = try await Door(of: host, scheme, address: "localhost")
            _ = try await host.running(["--device", "lan0", "server"] + door.serverOptions)
            let interface = try await Peer.atInterface("lan0", of: host)
            // Whoever has no privileges at all may look.
            let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all"]
            let copy = try await Self.copyForNobody()
            let trust = try await Self.readable(door.clientOptions)
            let process = try host.start(nobody + [copy, "check", "--wait", "30"] + trust)
            _ = try await process.line("the longest frame") { $0.hasPrefix("largest") }
            let frame = Frames.plain(100)
            interface.send(frame)
            let check = Examination(try await process.outcome())
            #expect(check.exitCode == 0, "\(check)")
            for step in ["DNS", "TCP", "HTTP", "login", "frame", "largest", "network"] {
                #expect(check.verdict(step) == "ok", "\(step): \(check)")
            }
            #expect(check.verdict("proxy") == "-", "\(check)")
            #expect(check.verdict("TLS") == (scheme == .wss ? "ok" : "-"), "\(check)")
            #expect(
                check.text("HTTP").contains("101 Switching Protocols; subprotocol etherws; not compressed"), "\(check)")
            #expect(check.text("largest").contains("43 frames of 1518 bytes"), "\(check)")
            #expect(check.text("network").contains("a frame of 100 bytes, type 0x88b5"), "\(check)")
            if scheme == .wss {
                #expect(check.text("TLS").contains("TLSv1.3"), "\(check)")
                #expect(
                    check.text("TLS").contains("'CN=Server of a test' by 'CN=Authority of a test', "),
                    "\(check)")
            }
            #expect(interface.frames.allSatisfy { $0 == frame }, "\(interface.frames.count)")
            #expect(try await !host.has("ethws0"))
        }

        @Test("a password is asked for and accepted, a wrong one and none are the login's failure, and none is shown")
        func password() async throws {
            let scene = try await Guarded()
            let options = ["--user", "alice"] + scene.door
            let right = try await scene.host.check(options, input: "secret\n")
            #expect(right.exitCode == 0, "\(right)")
            #expect(right.text("login").contains("user 'alice' and a password: not refused"), "\(right)")
            #expect(!right.description.contains("secret"))
            let wrong = try await scene.host.check(options, input: "wr0ng\n")
            wrong.expectFailure(of: "login", "401", "it asks for Basic; presented: user 'alice'", exitCode: 77)
            #expect(wrong.verdict("HTTP") == "ok" && !wrong.description.contains("wr0ng"), "\(wrong)")
            let none = try await scene.host.check(scene.door)
            none.expectFailure(of: "login", "nothing was presented: use --user or --token-file", exitCode: 77)
        }

        @Test("secrets in files and variables are shown nowhere")
        func secrets() async throws {
            let scratch = try Scratch()
            let token = try scratch.write("t0psecret\n", to: "token")
            let header = try scratch.write("X-Key: t0psecret\n", to: "header")
            let scene = try await Guarded()
            let options = ["--token-file", token, "--header", "@\(header)"] + scene.door
            for environment in [[:], ["all_proxy": "http://bob:t0psecret@127.0.0.1:3128"]] {
                let check = try await scene.host.check(options, environment: environment)
                #expect(check.exitCode != 0 && !check.description.contains("t0psecret"), "\(check)")
            }
            let uri = try await scene.host.check("ws://127.0.0.1/?query=token=t0psecret")
            #expect(uri.exitCode == 64 && !uri.description.contains("t0psecret"), "\(uri)")
        }

        @Test("a server that wants a certificate says so, and one that it does not accept is told from other faults")
        func clientCertificate() async throws {
            let (authority, stranger) = (try await Authority(), try await Authority())
            let host = try await Host()
            let identity = try await authority.certificate(for: "DNS:localhost")
            _ = try await host.running(["server", "--client-ca", authority.file] + identity.options)
            let options = ["wss://localhost/", "--cacerts", authority.file]
            let right = try await authority.clientCertificate(for: "alice")
            let shown = try await host.check(options + ["--client-cert", right.file, "--client-key", right.key])
            #expect(
                shown.exitCode == 0 && shown.text("login").contains("the certificate in '\(right.file)'"), "\(shown)")
            let wrong = try await stranger.clientCertificate(for: "alice")
            let refused = try await host.check(options + ["--client-cert", wrong.file, "--client-key", wrong.key])
            refused.expectFailure(
                of: "HTTP", "does not accept our certificate", "--client-cert and --client-key", exitCode: 77)
            let without = try await host.check(options)
            without.expectFailure(of: "HTTP", "403", "it may want a client certificate", exitCode: 77)
        }

        @Test("each of several servers is looked at, and one that can be used is enough")
        func several() async throws {
            let host = try await Host()
            _ = try await host.running("server")
            let check = try await host.check("ws://127.0.0.1:8080/", "ws://127.0.0.1/", "--deflate")
            #expect(check.exitCode == 0, "\(check)")
            #expect(check.description.contains("ws://127.0.0.1:8080/\n"), "\(check)")
            #expect(check.description.contains("nothing listens there"), "\(check)")
            let other = try await host.check("ws://127.0.0.1:8080/", "ws://127.0.0.1/nowhere")
            other.expectFailure(of: "HTTP", "404", "the path", exitCode: 69)
        }

        @Test("a Unix socket needs no name, and a server at its limit says so")
        func limit() async throws {
            let host = try await Host()
            let socket = try Scratch().path("socket")
            _ = try await host.running("server", "--unix", socket, "--max-connections", "1")
            let check = try await host.check("ws://localhost/", "--unix", socket)
            #expect(check.exitCode == 0 && check.verdict("DNS") == "-", "\(check)")
            #expect(check.text("TCP").contains("connected to unix:\(socket)"), "\(check)")
            _ = try await host.running("client", "--uri", "ws://localhost/", "--unix", socket)
            let full = try await host.check("ws://localhost/", "--unix", socket)
            full.expectFailure(of: "HTTP", "503", "admits no client now", exitCode: 69)
        }

        /// The program, where every user may run it.
        private static func copyForNobody() async throws -> String {
            let scratch = try Scratch()
            try await run("chmod", "755", scratch.path)
            try await run("cp", Machine.etherws, scratch.path("etherws"))
            return scratch.path("etherws")
        }

        /// The options, with the certificate to trust where every user may read it.
        private static func readable(_ options: [String]) async throws -> [String] {
            guard let last = options.last, options.contains("--cacerts") else { return options }
            let scratch = try Scratch()
            try await run("chmod", "755", scratch.path)
            try await run("install", "-m", "644", last, scratch.path("ca.pem"))
            return options.dropLast() + [scratch.path("ca.pem")]
        }
    }
}

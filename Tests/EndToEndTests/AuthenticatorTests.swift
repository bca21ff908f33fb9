import Testing

extension EndToEnd {
    /// Authenticators beside those of the other suites, and several at once.
    @Suite struct AuthenticatorTests {
        /// A program such as those of docs/authentication.md, that asks a table of its own.
        private static let program = """
            #!/usr/bin/env python3
            import json, sys
            known = {"carol": "se cret"}
            asked = json.loads(sys.stdin.readline())
            if asked.get("user") not in known or asked.get("password") != known[asked["user"]]:
                sys.exit(1)
            print(json.dumps({"principal": asked["user"] + " of the directory"}))
            """

        private func program(_ text: String) async throws -> String {
            let file = try Scratch().write(text + "\n", to: "program")
            try await run("chmod", "755", file)
            return file
        }

        @Test("a program in Python decides, beside a file of users and one of tokens")
        func chain() async throws {
            let host = try await Host()
            let token = try await host.etherws("token", "dave")
            let tokens = try Scratch().write(token.output, to: "tokens")
            let server = try await host.running(
                "server", "--htpasswd", try Users().file, "--auth", "tokens:\(tokens)", "--auth",
                "exec:\(try await program(Self.program))?timeout=30")
            func connect(_ options: String..., input: String) async throws -> Outcome {
                let command = [Machine.etherws, "client", "--uri", "ws://127.0.0.1/"] + options
                return try await host.start(command).outcome(reading: input)
            }
            for (options, input, name) in [
                (["--user", "alice"], "secret", "alice"), (["--user", "carol"], "se cret", "carol of the directory"),
                (["--token-file", "-"], token.errors, "dave"),
            ] {
                let command = [Machine.etherws, "client", "--uri", "ws://127.0.0.1/"] + options
                #expect(try await host.start(command).outcome(reading: input).exitCode == 0)
                _ = try await server.line(name, from: \.errors) { $0.contains("(\(name))") }
            }
            #expect(try await connect("--user", "carol", input: "secret\n").exitCode == 77)
            #expect(try await connect("--token-file", "-", input: "etherws_0123456789012345678901\n").exitCode == 77)
        }

        @Test("a program that breaks down admits nobody, but does not keep out whom another authenticator knows")
        func brokenLink() async throws {
            let host = try await Host()
            let server = try await host.running(
                "server", "--auth", "exec:\(try await program("#!/bin/sh\nexit 3"))", "--htpasswd", try Users().file)
            func connect(_ password: String) async throws -> Outcome {
                let command = [Machine.etherws, "client", "--uri", "ws://127.0.0.1/", "--user", "alice"]
                return try await host.start(command).outcome(reading: password + "\n")
            }
            #expect(try await connect("secret").exitCode == 0)
            let outcome = try await connect("wrong")
            #expect(outcome.exitCode == 69 && outcome.isOneLine, "\(outcome)")
            _ = try await server.line("the reason", from: \.errors) { $0.contains("it exited with status 3") }
        }

        @Test("a user is one, with one password, in whichever of Unicode's forms the name is typed")
        func normalizationForms() async throws {
            let host = try await Host()
            let hash = "$2y$05$6W2cX1cEBXqXiQSI1xXYJOMVbBRLYjLq2IHTxNyM8/v/r9zlNWjHG"
            let (composed, decomposed) = ("jos\u{e9}", "jose\u{301}")
            let users = try Users("\(composed):\(hash)\n")
            _ = try await host.running("server", "--htpasswd", users.file, "--max-per-user", "1")
            func connect(_ user: String, _ device: String) async throws -> Outcome {
                let command = ["--device", device, "client", "--uri", "ws://127.0.0.1/", "--user", user]
                return try await host.start([Machine.etherws] + command).outcome(reading: "secret\n")
            }
            #expect(try await connect(decomposed, "loopback:a").exitCode == 0)
            // The same user once more.
            let outcome = try await connect(composed, "loopback:b")
            #expect(outcome.exitCode == 69 && outcome.errors.contains("503"), "\(outcome)")
        }

        @Test("a program that others may write keeps the server from starting")
        func untrustworthyProgram() async throws {
            let file = try await program("#!/bin/sh\nexit 0")
            try await run("chmod", "757", file)
            let outcome = try await Host().etherws("server", "--auth", "exec:\(file)")
            #expect(outcome.exitCode == 64 && outcome.isOneLine, "\(outcome)")
        }

        @Test("the operator is warned of weak hashes, and the server starts")
        func warning() async throws {
            let host = try await Host()
            let users = try Users("alice:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n")
            let outcome = try await host.etherws("server", "--htpasswd", users.file)
            #expect(outcome.exitCode == 0 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.hasPrefix("etherws: warning: ") && outcome.errors.contains("htpasswd -B"))
        }

        @Test("whoever guesses is told to come back later, and others are admitted")
        func guesses() async throws {
            let scene = try await Guarded()
            var outcome = try await scene.connect("--user", "alice", input: "wrong\n")
            var failures = 0
            // Where that takes long, one is free again now and then.
            while outcome.exitCode == 77, failures < 100 {
                failures += 1
                outcome = try await scene.connect("--user", "alice", input: "wrong\n")
            }
            #expect(failures >= 10)
            #expect(outcome.exitCode == 69 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("429"), "\(outcome)")
            // Another address, on the same interface.
            try await scene.host.run("ip", "addr", "add", "192.0.2.77/32", "dev", "lo")
            let other = ["client", "--uri", "ws://192.0.2.77/", "--user", "alice"]
            #expect(try await scene.host.start([Machine.etherws] + other).outcome(reading: "secret\n").exitCode == 0)
        }
    }
}

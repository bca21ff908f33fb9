import Testing

extension EndToEnd {
    @Suite struct TokenTests {
        /// A host with a server that admits alice by a token.
        private struct Scene {
            let host: Host
            let server: ChildProcess
            let token: String
            let tokenFile: String
            private let scratch: Scratch

            init() async throws {
                (host, scratch) = (try await Host(), try Scratch())
                let made = try await host.etherws("token", "alice", "--expires", "2999-12-31")
                try #require(made.exitCode == 0, "\(made)")
                let tokens = try scratch.write(made.output, to: "tokens")
                token = String(made.errors.dropLast())
                tokenFile = try scratch.write(made.errors, to: "token")
                server = try await host.running("server", "--auth", "tokens:\(tokens)", "--debug")
            }

            /// Runs a client until it has connected and gone into the background, or has failed.
            func connect(_ options: String..., input: String = "") async throws -> Outcome {
                try await host.start([Machine.etherws, "client", "--uri", "ws://127.0.0.1/"] + options)
                    .outcome(reading: input)
            }
        }

        @Test("the command for tokens makes one, and a line that does not hold it")
        func command() async throws {
            let outcome = try await Host().etherws("token", "alice", "--expires", "2027-12-31")
            #expect(outcome.exitCode == 0 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.output.hasPrefix("alice:") && outcome.output.hasSuffix(":2027-12-31\n"))
            #expect(!outcome.output.contains(outcome.errors.dropLast()))
            #expect(try await Host().etherws("token", "a:b").exitCode == 64)
        }

        @Test("a token from a file or from standard input opens the tunnel, and the log names its bearer")
        func rightToken() async throws {
            let scene = try await Scene()
            #expect(try await scene.connect("--token-file", scene.tokenFile).exitCode == 0)
            #expect(try await scene.connect("--token-file", "-", input: scene.token + "\n").exitCode == 0)
            _ = try await scene.server.line("the bearer", from: \.errors) { $0.contains("(alice)") }
        }

        @Test("a wrong token, a password and nothing are refused in one line that speaks of a token")
        func wrongToken() async throws {
            let scene = try await Scene()
            for outcome in [
                try await scene.connect("--token-file", "-", input: scene.token.dropLast() + "\n"),
                try await scene.connect("--user", "alice", input: scene.token + "\n"),
                try await scene.connect(),
            ] {
                #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
                #expect(outcome.errors.contains("token") && !outcome.errors.contains("password"), "\(outcome)")
                #expect(!outcome.errors.contains(scene.token.dropLast()), "\(outcome)")
            }
        }

        @Test("a file of a token that is not there, or empty, is named in one line")
        func noToken() async throws {
            let scene = try await Scene()
            for file in ["/nonexistent/token", "/dev/null"] {
                let outcome = try await scene.connect("--token-file", file)
                #expect(outcome.exitCode == 64 && outcome.isOneLine, "\(outcome)")
            }
        }

        @Test(
            "a foreign client presents a token in its URI, and no log shows it",
            .enabled(if: Machine.peersPython != nil, "needs the packages of Peers/requirements.txt"),
            arguments: ["websockets_client", "websocket_client", "tornado_client"]
        )
        func tokenInTheURI(_ name: String) async throws {
            let scene = try await Scene()
            let uri = "ws://127.0.0.1/?token=\(scene.token)"
            _ = try await Peer(name, ["--uri", uri], on: scene.host)
            let refused = try scene.host.startPeer(name, ["--uri", uri + "x"])
            #expect(try await refused.line("an answer") { $0 != "" } == "refused 401", "\(refused)")
            _ = try await scene.server.line("the refusal", from: \.errors) { $0.contains("wrong token") }
            #expect(!scene.server.errors.text.contains(scene.token))
        }
    }
}

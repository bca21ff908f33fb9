import Testing

extension EndToEnd {
    @Suite struct AuthenticationTests {
        @Test("the right password opens the tunnel", arguments: Scheme.allCases)
        func rightPassword(over scheme: Scheme) async throws {
            let scene = try await Guarded(scheme)
            let connected = try await scene.host.running(["client", "--user", "alice"] + scene.door, input: "secret\n")
            #expect(connected.exitCode == nil)
        }

        @Test("a wrong password is refused in one line", arguments: Scheme.allCases)
        func wrongPassword(over scheme: Scheme) async throws {
            let scene = try await Guarded(scheme)
            let outcome = try await scene.connect("--user", "alice", input: "wrong\n")
            #expect(outcome.exitCode == 77, "\(outcome)")
            #expect(outcome.isOneLine, "\(outcome)")
            #expect(!outcome.errors.contains("wrong\n"))
            #expect(try await !scene.host.has("ethws1"))
        }

        @Test("an unknown user is refused in one line")
        func unknownUser() async throws {
            let outcome = try await Guarded().connect("--user", "mallory", input: "secret\n")
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
        }

        @Test("whoever says no name is refused in one line")
        func noPassword() async throws {
            let outcome = try await Guarded().connect()
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
        }

        @Test("a password changed while the server runs is the one that counts")
        func changedPassword() async throws {
            let scene = try await Guarded()
            try scene.users.changePassword()
            #expect(try await scene.connect("--user", "alice", input: "secret\n").exitCode == 77)
            #expect(try await scene.connect("--user", "alice", input: "hunter2\n").exitCode == 0)
        }

        @Test("while the file of its users is gone, a server admits nobody")
        func usersGone() async throws {
            let scene = try await Guarded()
            scene.users.remove()
            let outcome = try await scene.connect("--user", "alice", input: "secret\n")
            #expect(outcome.exitCode == 69 && outcome.isOneLine, "\(outcome)")
            try scene.users.changePassword()
            #expect(try await scene.connect("--user", "alice", input: "hunter2\n").exitCode == 0)
        }

        @Test("whoever is asked for a password and has none is told so in one line")
        func endOfInput() async throws {
            let outcome = try await Guarded().connect("--user", "alice", input: "")
            #expect(outcome.exitCode != 0 && outcome.isOneLine, "\(outcome)")
        }

        @Test("--auth names an authenticator by its URI")
        func authenticatorByURI() async throws {
            let host = try await Host()
            let users = try Users()
            _ = try await host.running("server", "--auth", "htpasswd:\(users.file)")
            let refused = try await host.etherws("client", "--uri", "ws://127.0.0.1/")
            #expect(refused.exitCode == 77, "\(refused)")
        }

        @Test(
            "a server refuses to start without anybody to admit",
            arguments: ["", "# nobody\n", "alice\n", "alice:secret\n", "alice:{SHA}not base64\n", "alice:{SHA}AAAA\n"]
        )
        func nobodyToAdmit(_ lines: String) async throws {
            let host = try await Host()
            let outcome = try await host.etherws("server", "--htpasswd", try Users(lines).file)
            #expect(outcome.exitCode != 0 && outcome.isOneLine, "\(outcome)")
            #expect(try await host.processes.isEmpty)
        }

        @Test("a server refuses to start without the file of its users")
        func noFile() async throws {
            let outcome = try await Host().etherws("server", "--htpasswd", "/nonexistent/htpasswd")
            #expect(outcome.exitCode != 0 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("/nonexistent/htpasswd"))
        }
    }

    /// A host with a server that admits alice alone, whose password is `secret`.
    struct Guarded {
        let host: Host
        let users: Users
        /// What leads a client to the server.
        let door: [String]

        init(_ scheme: Scheme = .ws) async throws {
            host = try await Host()
            users = try Users()
            let door = try await Door(of: host, scheme, address: scheme == .ws ? "127.0.0.1" : "localhost")
            _ = try await host.running(["server", "--htpasswd", users.file] + door.serverOptions)
            self.door = door.clientOptions
        }

        /// Runs a client until it has connected and gone into the background, or has failed.
        func connect(_ options: String..., input: String = "") async throws -> Outcome {
            try await host.start([Machine.etherws, "client"] + door + options).outcome(reading: input)
        }
    }
}

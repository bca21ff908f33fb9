import Testing

extension EndToEnd {
    /// What the manual of the original has its users type.
    @Suite struct OriginalTests {
        @Test("who asks by telnet without a password is told to give one")
        func telnet() async throws {
            let scene = try await Guarded()
            let answer = try await scene.host.type("GET / HTTP/1.1\r\n\r\n", at: "80")
            #expect(answer.first == "HTTP/1.1 401 Authorization Required")
            #expect(answer.contains("WWW-Authenticate: Basic realm=\"etherws\""))
        }

        @Test("who asks through openssl s_client without a password is told to give one")
        func secureTelnet() async throws {
            let scene = try await Guarded(.wss)
            let command = ["openssl", "s_client", "-connect", "127.0.0.1:443", "-quiet", "-ign_eof"]
            let outcome = try await scene.host.start(command).outcome(reading: "GET / HTTP/1.1\r\n\r\n")
            #expect(outcome.output.hasPrefix("HTTP/1.1 401 Authorization Required\r\n"), "\(outcome)")
        }

        @Test("who asks an open server for something else than a WebSocket learns that it is a bad request")
        func noUpgrade() async throws {
            let host = try await Host()
            _ = try await host.running("server")
            let answer = try await host.type("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", at: "80")
            #expect(answer.first?.hasPrefix("HTTP/1.1 400 ") == true)
        }

        @Test("who asks for another path learns that there is nothing")
        func anotherPath() async throws {
            let host = try await Host()
            _ = try await host.running("server", "--path", "/tunnel")
            let answer = try await host.type("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", at: "80")
            #expect(answer.first?.hasPrefix("HTTP/1.1 404 ") == true)
        }

        @Test("server and client with a password and a certificate, typed as in the manual")
        func manual() async throws {
            let internet = try await Internet()
            let (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            let authority = try await Authority()
            let pair = try await authority.certificate(for: "IP:\(server.outer)")
            let users = try Users()

            let serving = try await server.etherws(
                "server", "--keyfile", pair.key, "--certfile", pair.file, "--htpasswd", users.file
            )
            #expect(serving.exitCode == 0, "\(serving)")
            let connected = try await client.etherws(
                "client", "--uri", "wss://\(server.outer)/", "--user", "alice", "--cacerts", authority.file,
                input: "secret\n"
            )
            #expect(connected.exitCode == 0, "\(connected)")
            for host in [server, client] { try await host.configure() }
            #expect(try await client.reaches(server.inner))
        }
    }
}

extension Host {
    /// Types a text into a connection to a port of this host, and returns the lines that come back.
    fileprivate func type(_ text: String, at port: String) async throws -> [String] {
        let stranger = try startPeer("stranger", ["127.0.0.1", port])
        return try await stranger.outcome(reading: text).output.split(separator: "\r\n").map(String.init)
    }
}

import Testing

extension EndToEnd {
    /// A client behind proxies from Debian, all on one host.
    @Suite struct ProxyTests {
        @Test(
            "a client goes through tinyproxy, which asks for Basic", .enabled(if: has("tinyproxy")),
            arguments: Scheme.allCases)
        func basic(_ scheme: Scheme) async throws {
            let scene = try await Scene(scheme)
            try await scene.startTinyproxy()
            try await scene.expectPassage("http://alice@127.0.0.1:3128")
        }

        @Test(
            "a client goes through squid, which asks for Digest", .enabled(if: has("squid")), arguments: Scheme.allCases
        )
        func digest(_ scheme: Scheme) async throws {
            let scene = try await Scene(scheme)
            try await scene.startSquid()
            try await scene.expectPassage("http://alice@127.0.0.1:3128")
        }

        @Test("a client goes through microsocks", .enabled(if: has("microsocks")), arguments: Scheme.allCases)
        func socks(_ scheme: Scheme) async throws {
            let scene = try await Scene(scheme)
            try await scene.start("microsocks", "-i", "127.0.0.1", "-p", "3128", "-u", "alice", "-P", "wonder")
            try await scene.expectPassage("socks5://alice@127.0.0.1:3128")
        }

        @Test("a proxy that cannot be reached is named, and no_proxy goes around it")
        func unreachable() async throws {
            let scene = try await Scene(.ws)
            let failure = try await scene.connect(environment: ["all_proxy": "socks5://127.0.0.1:3128"])
            #expect(failure.exitCode == 69 && failure.isOneLine, "\(failure)")
            #expect(failure.errors.contains("the proxy 127.0.0.1:3128"), "\(failure)")
            let success = try await scene.connect(environment: [
                "all_proxy": "socks5://127.0.0.1:3128", "no_proxy": "localhost",
            ])
            #expect(success.exitCode == 0, "\(success)")
        }

        private static func has(_ command: String) -> Bool { Machine.find(command) != nil }

        /// A server, and room for a proxy, on one host.
        private struct Scene {
            let host: Host
            let scratch: Scratch
            let clientOptions: [String]

            init(_ scheme: Scheme) async throws {
                host = try await Host()
                scratch = try Scratch()
                try await run("chmod", "755", scratch.path)
                let door = try await Door(of: host, scheme, address: "localhost")
                _ = try await host.running(["server", "--address", "127.0.0.1"] + door.serverOptions)
                clientOptions = door.clientOptions
            }

            /// Starts a proxy, and waits until it listens.
            func start(_ command: String...) async throws {
                let process = try host.start(command)
                try await eventually("\(process) to listen") {
                    guard process.exitCode == nil else { throw CommandFailed(process: process) }
                    return try await !host.run("ss", "-ltnH", "sport = :3128").isEmpty
                }
            }

            func startTinyproxy() async throws {
                let file = try scratch.write(
                    """
                    Port 3128
                    Listen 127.0.0.1
                    BasicAuth alice wonder

                    """, to: "tinyproxy.conf")
                try await start("tinyproxy", "-d", "-c", file)
            }

            func startSquid() async throws {
                let users = try scratch.write("alice:wonder\n", to: "users")
                let file = try scratch.write(
                    """
                    http_port 127.0.0.1:3128
                    visible_hostname proxy.test
                    auth_param digest program /usr/lib/squid/digest_file_auth \(users)
                    auth_param digest realm proxy.test
                    acl known proxy_auth REQUIRED
                    http_access allow known
                    http_access deny all
                    cache deny all
                    access_log none
                    cache_log /dev/null
                    cache_store_log none
                    pid_filename none
                    netdb_filename none
                    pinger_enable off
                    coredump_dir none
                    shutdown_lifetime 0 seconds

                    """, to: "squid.conf")
                try await start("squid", "-N", "-f", file)
            }

            func connect(_ options: String..., environment: [String: String] = [:]) async throws -> Outcome {
                try await host.start([Machine.etherws, "client"] + clientOptions + options, environment: environment)
                    .outcome()
            }

            /// The right password leads to the server; a wrong one, and none, end with words about the proxy.
            func expectPassage(_ proxy: String) async throws {
                let wrong = try scratch.write("wonderful\n", to: "wrong")
                let refused = try await connect("--proxy", proxy, "--proxy-password-file", wrong)
                #expect(refused.exitCode == 77 && refused.isOneLine, "\(refused)")
                #expect(refused.errors.contains("the proxy 127.0.0.1:3128 does not accept"), "\(refused)")

                let nobody = try await connect("--proxy", proxy.replacing("alice@", with: ""))
                #expect(nobody.exitCode == 77 && nobody.isOneLine, "\(nobody)")
                #expect(nobody.errors.contains("the proxy 127.0.0.1:3128 wants"), "\(nobody)")

                let right = try scratch.write("wonder\n", to: "right")
                let file = try await connect("--proxy", proxy, "--proxy-password-file", right)
                #expect(file.exitCode == 0, "\(file)")
                let variable = proxy.replacing("alice@", with: "alice:wonder@")
                let environment = try await connect(environment: ["ALL_PROXY": variable])
                #expect(environment.exitCode == 0, "\(environment)")
            }
        }
    }
}

import Testing

extension EndToEnd {
    /// A server behind proxies from Debian, all on one host, and the service manager's sockets.
    @Suite struct FrontTests {
        /// Where the proxy listens, and clients come from.
        private static let outside = "203.0.113.1"

        @Test(
            "a server behind nginx knows clients by X-Forwarded-For", .enabled(if: has("nginx")),
            arguments: [false, true])
        func nginx(_ isUnix: Bool) async throws {
            let (host, scratch) = try await scene()
            let socket = scratch.path("server.sock")
            let place = isUnix ? ["--unix", socket] : ["--address", "127.0.0.1"]
            let trust = isUnix ? "unix" : "127.0.0.1"
            let server = try await host.running(["server", "--trust-proxy", trust] + place)
            let file = try scratch.write(
                Self.nginx(in: scratch.path, before: isUnix ? "unix:\(socket)" : "127.0.0.1"), to: "nginx.conf")
            try await start(["nginx", "-c", file, "-e", "stderr", "-g", "daemon off;"], on: host)
            let client = try await host.etherws("client", "--uri", "ws://\(Self.outside):8080/")
            #expect(client.exitCode == 0, "\(client)")
            _ = try await server.line("the client's address", from: \.errors) {
                $0.contains("attached ws:\(Self.outside)") && !$0.contains(":\(Self.outside):")
            }
        }

        @Test(
            "a server behind HAProxy knows clients by the PROXY protocol", .enabled(if: has("haproxy")),
            arguments: Scheme.allCases, ["send-proxy", "send-proxy-v2"])
        func haproxy(_ scheme: Scheme, _ option: String) async throws {
            let (host, scratch) = try await scene()
            let certificate = try await Authority().certificate(for: "IP:\(Self.outside)")
            let options = [
                "--address", "127.0.0.1", "--port", "9999", "--trust-proxy", "127.0.0.0/8", "--proxy-protocol",
            ]
            let server = try await host.running(["server"] + options + (scheme == .wss ? certificate.options : []))
            let file = try scratch.write(
                """
                defaults
                    mode tcp
                    timeout connect 10s
                    timeout client 60s
                    timeout server 60s
                listen front
                    bind \(Self.outside):8080
                    server back 127.0.0.1:9999 \(option)

                """, to: "haproxy.cfg")
            try await start(["haproxy", "-f", file, "-db"], on: host)
            let uri = "\(scheme.rawValue)://\(Self.outside):8080/"
            let client = try await host.start(
                [Machine.etherws, "client", "--uri", uri] + (scheme == .wss ? ["--insecure"] : [])
            ).outcome()
            #expect(client.exitCode == 0, "\(client)")
            _ = try await server.line("the client's address", from: \.errors) {
                $0.contains("attached \(scheme.rawValue):\(Self.outside):") && !$0.contains(":\(Self.outside):0")
            }
        }

        @Test("a server listens on the socket that a service manager hands over")
        func activation() async throws {
            let (host, _) = try await scene()
            let manager = """
                import os, socket, sys
                s = socket.socket(); s.bind(('127.0.0.1', 8080)); s.listen(); os.dup2(s.fileno(), 3); os.set_inheritable(3, True)
                os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1'); os.execv(sys.argv[1], sys.argv[1:])
                """
            let server = try host.start(["python3", "-c", manager, Machine.etherws, "server"])
            _ = try await server.line("its address", from: \.errors) {
                $0.contains("listening on ws://127.0.0.1:8080/")
            }
            let client = try await host.etherws("client", "--uri", "ws://127.0.0.1:8080/")
            #expect(client.exitCode == 0, "\(client)")
        }

        @Test("what a service manager hands over, and is no socket, is told in one line")
        func noSocket() async throws {
            let (host, _) = try await scene()
            let manager = """
                import os, sys
                f = os.open('/dev/null', os.O_RDONLY); os.dup2(f, 3); os.set_inheritable(3, True)
                os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1')
                os.execv(sys.argv[1], sys.argv[1:] + ['--foreground', 'server'])
                """
            let outcome = try await host.start(["python3", "-c", manager, Machine.etherws]).outcome()
            #expect(outcome.exitCode == 64, "\(outcome)")
            #expect(
                outcome.errors.contains("descriptor 3 was handed over as a socket that listens, and is none"),
                "\(outcome)")
        }

        private static func has(_ command: String) -> Bool { Machine.find(command) != nil }

        private func scene() async throws -> (Host, Scratch) {
            let host = try await Host()
            try await host.run("ip", "addr", "add", "\(Self.outside)/32", "dev", "lo")
            let scratch = try Scratch()
            try await run("chmod", "755", scratch.path)
            return (host, scratch)
        }

        /// Starts a proxy, and waits until it listens.
        private func start(_ command: [String], on host: Host) async throws {
            let process = try host.start(command)
            try await eventually("\(process) to listen") {
                guard process.exitCode == nil else { throw CommandFailed(process: process) }
                return try await !host.run("ss", "-ltnH", "sport = :8080").isEmpty
            }
        }

        private static func nginx(in folder: String, before server: String) -> String {
            """
            user root;
            pid \(folder)/nginx.pid;
            events {}
            http {
                access_log off;
                client_body_temp_path \(folder)/body;
                proxy_temp_path \(folder)/proxy;
                fastcgi_temp_path \(folder)/fastcgi;
                uwsgi_temp_path \(folder)/uwsgi;
                scgi_temp_path \(folder)/scgi;
                server {
                    listen \(outside):8080;
                    location / {
                        proxy_pass http://\(server);
                        proxy_http_version 1.1;
                        proxy_set_header Host $host;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection "upgrade";
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    }
                }
            }

            """
        }
    }
}

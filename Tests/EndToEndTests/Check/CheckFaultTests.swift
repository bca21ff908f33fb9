import Glibc
import Testing

extension EndToEnd {
    /// `etherws check` where something stands in the way.
    @Suite struct CheckFaultTests {
        @Test("a name that nobody knows, and a port where nobody listens")
        func nobody() async throws {
            let host = try await Host()
            let name = try await host.check("ws://nowhere.invalid/")
            name.expectFailure(of: "DNS", "nowhere.invalid", "resolver", exitCode: 69)
            let port = try await host.check("wss://127.0.0.1:8080/")
            port.expectFailure(of: "TCP", "127.0.0.1:8080: Connection refused", "nothing listens there", exitCode: 69)
            #expect(port.text("DNS").contains("127.0.0.1 is an address"), "\(port)")
        }

        @Test("a hole in which packets vanish is given up in time, or when the operator has had enough")
        func hole() async throws {
            let host = try await Host()
            // At the other end nobody has the address that packets are for.
            try await host.run("ip", "link", "add", "hole", "type", "veth", "peer", "name", "void")
            for interface in ["hole", "void"] { try await host.run("ip", "link", "set", interface, "up") }
            try await host.run("ip", "addr", "add", "203.0.113.2/24", "dev", "hole")
            let nobody = ["203.0.113.1", "lladdr", "02:00:00:00:00:01"]
            _ = try await host.start(["ip", "neigh", "add"] + nobody + ["dev", "hole"]).outcome()
            let check = try await host.check("ws://203.0.113.1/", "--timeout", "2")
            check.expectFailure(of: "TCP", "when the time was over, 2 s", "packets are dropped", exitCode: 69)
            let process = try host.start([Machine.etherws, "check", "ws://203.0.113.1/"])
            _ = try await process.line("the first step") { $0.hasPrefix("DNS") }
            process.signal(SIGINT)
            #expect(try await process.exitCode() == 130, "\(process)")
        }

        @Test("a certificate that is not trusted is shown with its issuer, one for another host with its names")
        func certificates() async throws {
            let (register, stranger) = (try await Register(), try await Register())
            let host = try await Host()
            _ = try await host.running(["server"] + (try await register.certificate().options))
            let unknown = try await host.check("wss://localhost/", "--cacerts", stranger.file)
            unknown.expectFailure(
                of: "TLS", "its authority is not known here", "issued by 'CN=Register of a test'", "--cacerts",
                exitCode: 77)
            let other = try await host.check("wss://127.0.0.1/", "--cacerts", register.file)
            other.expectFailure(of: "TLS", "not valid for 127.0.0.1", "it is for localhost", exitCode: 77)
            let pin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            let key = try await host.check("wss://localhost/", "--cacerts", register.file, "--pin", pin)
            key.expectFailure(of: "TLS", "its key is not pinned", "new key", exitCode: 77)
            let missing = try await host.check("wss://localhost/", "--cacerts", "/nowhere.pem")
            missing.expectFailure(of: "options", "/nowhere.pem", exitCode: 77)
        }

        @Test("a certificate that has expired")
        func expired() async throws {
            let register = try await Register()
            let host = try await Host()
            _ = try await host.running(["server"] + (try await register.certificate(days: -3 ... -1).options))
            let check = try await host.check("wss://localhost/", "--cacerts", register.file)
            check.expectFailure(of: "TLS", "it has expired", "renew", exitCode: 77)
        }

        @Test("TLS where none is spoken, and something that speaks first")
        func strangers() async throws {
            let host = try await Host()
            _ = try await host.running("server", "--port", "8080")
            let tls = try await host.check("wss://127.0.0.1:8080/")
            tls.expectFailure(of: "TLS", "does not speak TLS", exitCode: 69)
            let script = """
                import socket
                s = socket.create_server(('127.0.0.1', 22)); print('ready', flush=True)
                while True: c = s.accept()[0]; c.sendall(b'SSH-2.0-OpenSSH_9.2\\r\\n'); c.recv(9999)
                """
            let ssh = try host.start(["python3", "-c", script])
            _ = try await ssh.line("ready") { $0 == "ready" }
            let check = try await host.check("ws://127.0.0.1:22/")
            check.expectFailure(of: "HTTP", "does not answer in HTTP", exitCode: 69)
            let client = try await host.etherws("client", "--uri", "ws://127.0.0.1:22/")
            #expect(client.exitCode == 69 && client.isOneLine, "\(client)")
        }

        @Test("a web server that knows nothing of WebSocket", .enabled(if: Machine.find("nginx") != nil))
        func webServer() async throws {
            let (host, scratch) = (try await Host(), try Scratch())
            let file = try scratch.write(
                """
                user root;
                pid \(scratch.path("pid"));
                events {}
                http {
                    access_log off;
                    server { listen 127.0.0.1:8080; location / { return 200 "hello"; } }
                }

                """, to: "nginx.conf")
            let nginx = try host.start(["nginx", "-c", file, "-e", "stderr", "-g", "daemon off;"])
            try await eventually("\(nginx) to listen") {
                try await !host.run("ss", "-ltnH", "sport = :8080").isEmpty
            }
            let check = try await host.check("ws://127.0.0.1:8080/")
            check.expectFailure(of: "HTTP", "answered 200 OK", "another server answers: a login portal", exitCode: 69)
        }

        @Test(
            "a proxy is named with what named it, and with what it wants",
            .enabled(if: Machine.find("tinyproxy") != nil))
        func proxy() async throws {
            let (host, scratch) = (try await Host(), try Scratch())
            _ = try await host.running("server")
            let file = try scratch.write("Port 3128\nListen 127.0.0.1\nBasicAuth alice wonder\n", to: "tinyproxy.conf")
            let proxy = try host.start(["tinyproxy", "-d", "-c", file])
            try await eventually("\(proxy) to listen") {
                try await !host.run("ss", "-ltnH", "sport = :3128").isEmpty
            }
            let variable = ["http_proxy": "http://alice:wonder@127.0.0.1:3128"]
            let through = try await host.check(["ws://localhost/"], environment: variable)
            #expect(through.exitCode == 0, "\(through)")
            #expect(
                through.text("proxy").contains("http://alice@127.0.0.1:3128 by CONNECT, named by http_proxy"),
                "\(through)")
            #expect(!through.description.contains("wonder"), "\(through)")
            let asked = try await host.check("ws://localhost/", "--proxy", "http://127.0.0.1:3128")
            asked.expectFailure(of: "proxy", "wants a user name", "--proxy-password-file", exitCode: 77)
            let wrong = ["http_proxy": "http://alice:wr0ng@127.0.0.1:3128"]
            let refused = try await host.check(["ws://localhost/"], environment: wrong)
            refused.expectFailure(of: "proxy", "does not accept the user name or password", exitCode: 77)
            #expect(!refused.description.contains("wr0ng"), "\(refused)")
            let absent = try await host.check("ws://localhost/", "--proxy", "socks5://127.0.0.1:1080")
            absent.expectFailure(of: "TCP", "the proxy 127.0.0.1:1080", exitCode: 69)
        }

        @Test(
            "a server that takes no long messages", .enabled(if: Machine.peersPython != nil, "needs the Python peers"))
        func messageLimit() async throws {
            let host = try await Host()
            _ = try await Peer("websockets_server", ["--port", "8080", "--longest", "1400"], on: host)
            let check = try await host.check("ws://127.0.0.1:8080/")
            check.expectFailure(of: "largest", "code 1009", "try a smaller --mtu", exitCode: 69)
            #expect(check.verdict("frame") == "ok", "\(check)")
            #expect(
                check.text("HTTP").contains("no subprotocol") && check.text("HTTP").contains("Server: Python/"),
                "\(check)")
            let shorter = try await host.check("ws://127.0.0.1:8080/", "--mtu", "1380", "--wait", "0")
            #expect(shorter.exitCode == 0, "\(shorter)")
            #expect(shorter.verdict("network") == "?", "\(shorter)")
        }
    }
}

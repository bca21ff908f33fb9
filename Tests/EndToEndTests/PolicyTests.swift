import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// Somebody who may log in, and wants more than that.
    @Suite struct PolicyTests {
        /// A server with a station at its interface, a client that minds its own business, and one that does not.
        private struct Scene {
            let server: Host
            let serving: ChildProcess
            let lan: Peer
            let victim: Peer
            let attacker: Peer
            private let users: Users

            /// - Parameter options: the server's.
            init(_ options: String..., loops: Int) async throws {
                server = try await Host(isSilent: true)
                users = try Users(
                    ["alice", "mallory"].map { "\($0):$2y$05$6W2cX1cEBXqXiQSI1xXYJOMVbBRLYjLq2IHTxNyM8/v/r9zlNWjHG\n" }
                        .joined())
                serving = try await server.running(
                    ["--loops", "\(loops)", "server", "--htpasswd", users.file] + options)
                lan = try await Peer.atInterface(of: server)
                victim = try await Self.client("alice", on: server)
                attacker = try await Self.client("mallory", on: server)
            }

            static func client(_ name: String, on server: Host) async throws -> Peer {
                try await Peer("raw", ["--uri", "ws://127.0.0.1/", "--user", "\(name):secret"], on: server)
            }

            /// Waits until whatever was sent so far has arrived where it was to.
            func settle(_ seed: UInt8) async throws {
                let end = Frames.between(99, nil, seed: seed)
                lan.send(end)
                for peer in [victim, attacker] { #expect(try await peer.receives(end)) }
            }
        }

        @Test("kept apart, clients see nothing of what is for others", arguments: [1, 2])
        func isolation(loops: Int) async throws {
            let scene = try await Scene("--isolate", loops: loops)
            let hello = Frames.between(1, nil)
            scene.victim.send(hello)
            #expect(try await scene.lan.receives(hello))
            let secret = (0..<100).map { Frames.between(99, 1, seed: $0) }
            #expect(try await scene.victim.receives(secret, from: scene.lan))
            // One that nobody knows may be the victim's, who was silent for long.
            for seed: UInt8 in 0..<100 { scene.lan.send(Frames.between(99, 7, seed: seed)) }
            scene.attacker.send(Frames.between(2, 1))
            scene.victim.send(Frames.between(1, 2))
            scene.victim.send(Frames.between(1, nil, seed: 1))
            #expect(try await scene.lan.receives(Frames.between(1, nil, seed: 1)))
            try await scene.settle(1)
            #expect(scene.attacker.frames == [Frames.between(99, nil, seed: 1)])
            #expect(!scene.victim.frames.contains(Frames.between(2, 1)))
        }

        @Test("nobody takes an address that is in use", arguments: [1, 2])
        func antiSpoofing(loops: Int) async throws {
            let scene = try await Scene("--anti-spoofing", loops: loops)
            for (peer, station) in [(scene.victim, UInt8(1)), (scene.lan, 99)] {
                let hello = Frames.between(station, nil, seed: 3)
                peer.send(hello)
                #expect(try await (station == 1 ? scene.lan : scene.victim).receives(hello))
            }
            for seed: UInt8 in 100..<120 {
                scene.attacker.send(Frames.between(1, nil, seed: seed))
                scene.attacker.send(Frames.between(99, nil, seed: seed))
                let secret = Frames.between(99, 1, seed: seed)
                scene.lan.send(secret)
                #expect(try await scene.victim.receives(secret))
            }
            let end = Frames.between(2, nil, seed: 7)
            scene.attacker.send(end)
            #expect(try await scene.lan.receives(end))
            try await scene.settle(8)
            #expect(scene.attacker.frames.allSatisfy { $0[5] != 1 }, "a frame for the victim")
            #expect(scene.lan.frames.count == 2)
            _ = try await scene.serving.line("a word about it", from: \.errors) {
                $0.contains("(mallory): dropped") && $0.contains("a MAC address that is in use elsewhere")
            }
        }

        @Test("without logins, neighbours behind a proxy are not the same peer", arguments: [1, 2])
        func neighbours(loops: Int) async throws {
            let server = try await Host(isSilent: true)
            let serving = try await server.running(
                "--loops", "\(loops)", "server", "--anti-spoofing", "--trust-proxy", "127.0.0.1")
            var clients: [Peer] = []
            for address in ["2001:db8::5:1", "2001:db8::5:2", "198.51.100.77"] {
                let options = ["--uri", "ws://127.0.0.1/", "--header", "X-Forwarded-For: \(address)"]
                clients.append(try await Peer("raw", options, on: server))
            }
            clients[0].send(Frames.between(1, nil))
            #expect(try await clients[1].receives(Frames.between(1, nil)))
            #expect(try await clients[2].receives(Frames.between(1, nil)))
            clients[1].send(Frames.between(1, nil, seed: 1))
            _ = try await serving.line("a word about it", from: \.errors) {
                $0.contains("ws:2001:db8::5:2") && $0.contains("a MAC address that is in use elsewhere")
            }
            clients[2].send(Frames.between(3, 1))
            #expect(try await clients[0].receives(Frames.between(3, 1)))
            #expect(!clients[1].frames.contains(Frames.between(3, 1)))
        }

        @Test("with all that is recommended nobody gets what is another's, whatever he tries", arguments: [1, 2])
        func recommended(loops: Int) async throws {
            let scene = try await Scene("--isolate", "--anti-spoofing", "--max-addresses", "8", loops: loops)
            let hello = Frames.between(1, nil)
            scene.victim.send(hello)
            #expect(try await scene.lan.receives(hello))
            for seed: UInt8 in 100..<200 {
                // In the victim's name, in names of the attacker's own, of which there may be eight, and to the victim.
                scene.attacker.send(Frames.between(1, nil, seed: seed))
                scene.attacker.send(Frames.between(1, 1, seed: seed))
                scene.attacker.send(Frames.between(seed, nil))
                scene.attacker.send(Frames.between(seed, 1))
                let secret = Frames.between(99, 1, seed: seed)
                scene.lan.send(secret)
                #expect(try await scene.victim.receives(secret))
            }
            #expect(scene.victim.frames.allSatisfy { $0[11] == 99 }, "a frame of the attacker's")
            // While the victim is away for a moment, nobody steps into his place.
            scene.victim.process.signal(SIGKILL)
            _ = try await scene.victim.process.exitCode()
            for seed: UInt8 in 0..<20 {
                scene.attacker.send(Frames.between(1, nil, seed: seed))
                scene.lan.send(Frames.between(99, 1, seed: seed))
            }
            let back = try await Scene.client("alice", on: scene.server)
            try await eventually("the victim to be served again") {
                back.send(Frames.between(1, nil, seed: 201))
                scene.lan.send(Frames.between(99, 1, seed: 201))
                return back.frames.contains(Frames.between(99, 1, seed: 201))
            }
            let end = Frames.between(99, nil, seed: 202)
            scene.lan.send(end)
            #expect(try await scene.attacker.receives(end))
            #expect(scene.attacker.frames == [end])
        }

        @Test("who comes back while the old connection hangs has his address again", arguments: [1, 2])
        func samePrincipal(loops: Int) async throws {
            let scene = try await Scene("--anti-spoofing", loops: loops)
            let hello = Frames.between(1, nil)
            scene.victim.send(hello)
            #expect(try await scene.lan.receives(hello))
            let again = try await Scene.client("alice", on: scene.server)
            let secret = Frames.between(99, 1)
            try await eventually("the address to move") {
                again.send(Frames.between(1, nil, seed: 1))
                scene.lan.send(secret)
                return again.frames.contains(secret)
            }
        }

        @Test("addresses beyond the limit are dropped, and so is what may not be spoken")
        func limits() async throws {
            let scene = try await Scene("--max-addresses", "2", "--ethertypes", "0x88b5,arp", loops: 1)
            for station: UInt8 in 1...4 { scene.attacker.send(Frames.between(station, nil)) }
            var foreign = Frames.between(1, nil, seed: 1)
            (foreign[12], foreign[13]) = (0x08, 0x00)
            scene.attacker.send(foreign)
            let end = Frames.between(1, nil, seed: 2)
            scene.attacker.send(end)
            #expect(try await scene.lan.receives(end))
            #expect(scene.lan.frames == [Frames.between(1, nil), Frames.between(2, nil), end])
        }

        @Test("a client that gives back what it is sent is shut out, and the log says so")
        func loop() async throws {
            let scene = try await Scene("--loop-guard", "600", loops: 1)
            for seed: UInt8 in 0..<64 {
                let hello = Frames.between(99, nil, seed: seed)
                scene.lan.send(hello)
                #expect(try await scene.attacker.receives(hello))
                scene.attacker.send(hello)
            }
            _ = try await scene.serving.line("a word about it", from: \.errors) {
                $0.contains("(mallory): frames from 02:00:00:00:00:63 go round in circles; the port is shut for 600 s")
            }
            let (shutOut, welcome) = (Frames.between(2, nil), Frames.between(1, nil))
            scene.attacker.send(shutOut)
            try await scene.settle(200)
            scene.victim.send(welcome)
            #expect(try await scene.lan.receives(welcome))
            #expect(!scene.lan.frames.contains(shutOut))
        }

        @Test("what the file says of a user is so for that user alone")
        func file() async throws {
            let scratch = try Scratch()
            let file = try scratch.write("# comment\nmallory max-addresses=1\n", to: "policy")
            let scene = try await Scene("--policy-file", file, loops: 1)
            for peer in [scene.attacker, scene.victim] {
                for station: UInt8 in 1...3 {
                    peer.send(Frames.between(station + (peer.process === scene.victim.process ? 10 : 0), nil))
                }
            }
            let end = Frames.between(13, nil)
            #expect(try await scene.lan.receives(end))
            try await eventually("four frames") { scene.lan.frames.count >= 4 }
            #expect(scene.lan.frames.filter { $0[11] < 10 } == [Frames.between(1, nil)])
            #expect(scene.lan.frames.filter { $0[11] > 10 }.count == 3)
        }

        @Test(
            "a file that changes is read at SIGHUP or soon, a broken one is not, and ports stay",
            arguments: [true, false])
        func change(isTold: Bool) async throws {
            let scratch = try Scratch()
            let file = try scratch.write("", to: "policy")
            let scene = try await Scene("--policy-file", file, loops: 1)
            let (first, second) = (Frames.between(1, nil), Frames.between(2, nil))
            scene.attacker.send(first)
            #expect(try await scene.lan.receives(first))

            try scratch.write("mallory ethertypes=\n", to: "policy")
            if isTold { scene.serving.signal(SIGHUP) }
            _ = try await scene.serving.line("a complaint", from: \.errors) {
                $0.contains("the old policy stays in force, because the new one cannot be used: '\(file)': line 1: ")
            }
            scene.attacker.send(second)
            #expect(try await scene.lan.receives(second))

            try scratch.write("mallory ethertypes=ipv6\n", to: "policy")
            if isTold { scene.serving.signal(SIGHUP) }
            _ = try await scene.serving.line("the news", from: \.errors) {
                $0.contains("the policy in '\(file)' was read anew")
            }
            let (forbidden, end) = (Frames.between(3, nil), Frames.between(1, nil, seed: 201))
            scene.attacker.send(forbidden)
            _ = try await scene.serving.line("a word about it", from: \.errors) {
                $0.contains("(mallory): dropped 1 frames")
            }
            scene.victim.send(end)
            #expect(try await scene.lan.receives(end))
            #expect(!scene.lan.frames.contains(forbidden))
            #expect(!scene.serving.errors.text.contains("detached"), "\(scene.serving)")
        }

        @Test("a mistake in the file ends the command in one line that says where it is")
        func mistake() async throws {
            let scratch = try Scratch()
            let file = try scratch.write("alice isolate=on\nbob isolate=maybe\n", to: "policy")
            let outcome = try await Host().etherws("server", "--policy-file", file)
            #expect(outcome.exitCode == 64 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("line 2: 'isolate' is on or off, not 'maybe'"), "\(outcome)")
        }

        @Test("short frames are held to their number, and who sends them goes on when there are fewer")
        func frameRate() async throws {
            let tunnel = try await Tunnel(serverOptions: ["--rate", "1G", "--frame-rate", "100/10"])
            let flood = try tunnel.client.start(["ping", "-n", "-q", "-c", "200", "-i", "0.001", tunnel.server.inner])
            #expect(!(try await flood.outcome().output.contains(" 0% packet loss")))
            _ = try await tunnel.serving.line("a word about it", from: \.errors) {
                $0.contains("dropped") && $0.contains("more than it may send")
            }
            let ping = try tunnel.client.start(["ping", "-n", "-q", "-c", "20", "-i", "0.05", tunnel.server.inner])
            let outcome = try await ping.outcome()
            #expect(outcome.output.contains(" 0% packet loss"), "\(outcome)")
        }

        @Test("a flood of broadcasts keeps nobody's pings away, and is held to its rate", arguments: [1, 2])
        func flood(loops: Int) async throws {
            let options = ["--isolate", "--broadcast-rate", "100", "--rate", "100M"]
            let tunnel = try await Tunnel(clients: 2, serverOptions: options, loops: loops)
            let flood = try tunnel.clients[1].startPeer("flood", ["--uri", "ws://\(tunnel.server.outer)/"])
            _ = try await flood.line("the flood") { $0 == "flooding" }
            let ping = try tunnel.client.start(["ping", "-n", "-q", "-c", "100", "-i", "0.02", tunnel.server.inner])
            let outcome = try await ping.outcome()
            #expect(outcome.output.contains(" 0% packet loss"), "\(outcome)")
            #expect(flood.exitCode == nil)
            _ = try await tunnel.serving.line("a word about it", from: \.errors) {
                $0.contains("dropped") && $0.contains("more broadcast, multicast and unknown unicast than it may send")
            }
        }
    }
}

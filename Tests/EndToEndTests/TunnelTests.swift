import Testing

extension EndToEnd {
    @Suite struct TunnelTests {
        @Test("hosts reach each other", arguments: Scheme.allCases)
        func hostsReachEachOther(over scheme: Scheme) async throws {
            let tunnel = try await Tunnel(over: scheme)
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
            #expect(try await tunnel.server.reaches(tunnel.client.inner))
        }

        @Test("hosts reach each other by IPv6", arguments: Scheme.allCases)
        func hostsReachEachOtherByIPv6(over scheme: Scheme) async throws {
            let tunnel = try await Tunnel(over: scheme)
            #expect(try await tunnel.client.reaches(tunnel.server.inner6))
            #expect(try await tunnel.server.reaches(tunnel.client.inner6))
        }

        // An IPv4 header has 20 bytes, ICMP's has 8.
        @Test("the largest packets cross whole", arguments: Scheme.allCases, [1500, 9000])
        func largestPacketsCross(over scheme: Scheme, mtu: Int) async throws {
            let tunnel = try await Tunnel(over: scheme, device: "tap:ethws0?mtu=\(mtu)")
            #expect(try await tunnel.client.reaches(tunnel.server.inner, size: mtu - 28))
            #expect(try await tunnel.server.reaches(tunnel.client.inner, size: mtu - 28))
            #expect(try await !tunnel.client.reaches(tunnel.server.inner, size: mtu - 27))
        }

        @Test("three clients reach the server and each other")
        func clientsReachEachOther() async throws {
            let tunnel = try await Tunnel(clients: 3)
            for client in tunnel.clients {
                for other in [tunnel.server] + tunnel.clients where other !== client {
                    #expect(try await client.reaches(other.inner), "from \(client.number) to \(other.number)")
                }
            }
        }

        @Test("a server listens on IPv6, and a client finds it", arguments: Scheme.allCases)
        func tunnelOverIPv6(over scheme: Scheme) async throws {
            let internet = try await Internet()
            let (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            let door = try await Door(of: server, scheme, address: "[\(server.outer6)]")
            let serving = try await server.running(["server", "--address", server.outer6] + door.serverOptions)
            let connected = try await client.running(["client"] + door.clientOptions)
            for host in [server, client] { try await host.configure() }
            #expect(try await client.reaches(server.inner), "\(serving)\(connected)")
        }

        // localhost is ::1 as well, where this server does not listen (RFC 8305).
        @Test("a client tries all addresses of a name")
        func allAddresses() async throws {
            let host = try await Host()
            _ = try await host.running("server", "--address", "127.0.0.1")
            #expect(try await host.etherws("client", "--uri", "ws://localhost/").exitCode == 0)
        }

        @Test("a TCP stream of ten megabytes arrives as it was sent", arguments: Scheme.allCases)
        func streamArrives(over scheme: Scheme) async throws {
            let tunnel = try await Tunnel(over: scheme)
            let receiving = try tunnel.server.startPeer("stream", ["receive"])
            _ = try await receiving.line("ready") { $0 == "ready" }
            let sending = try tunnel.client.startPeer("stream", ["send", tunnel.server.inner])
            #expect(try await sending.outcome().output == receiving.outcome().output.replacing("ready\n", with: ""))
        }
    }
}

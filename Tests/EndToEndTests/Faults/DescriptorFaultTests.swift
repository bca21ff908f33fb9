import Testing

extension EndToEnd {
    @Suite struct DescriptorFaultTests {
        @Test("without descriptors newcomers are answered 503, and those who are there stay", arguments: [1, 2])
        func descriptors(loops: Int) async throws {
            let internet = try await Internet()
            let (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            let uri = "ws://\(server.outer)/"
            let serving = try await server.running(
                ["--loops", "\(loops)", "server"], through: ["prlimit", "--nofile=160:160"])
            _ = try await client.running("client", "--uri", uri)
            for host in [server, client] { try await host.configure() }
            let bystander = try await Bystander(from: client, to: server)

            let crowd = try await Crowd(of: 200, from: client, to: uri)
            #expect(crowd.answers.wholeMatch(of: /101=1?[0-9][0-9] 503=1?[0-9][0-9]/) != nil, "\(crowd.answers)")
            #expect(try await serving.isCalm())
            try await crowd.leave()
            let recovering = Stopwatch()
            try await eventually("a free descriptor") { try await Crowd.isWelcome(from: client, to: uri) }
            report("no descriptors left, \(loops) loops", "newcomers welcome \(recovering) after some were free")
            #expect(try await bystander.isUnharmed())
            #expect(serving.exitCode == nil, "\(serving)")
        }
    }
}

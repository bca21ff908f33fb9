import Testing

extension EndToEnd {
    @Suite struct LimitTests {
        @Test("who comes when all places are taken is answered 503, and is welcome when one is free")
        func connections() async throws {
            let host = try await Host(isSilent: true)
            let serving = try await host.running("server", "--max-connections", "3")
            let crowd = try host.startPeer("crowd", ["10", "--uri", "ws://127.0.0.1/"])
            let answers = try await crowd.line("answers") { $0.hasPrefix("answers") }
            #expect(answers == "answers 101=3 503=7")
            _ = try await serving.line("a word about it", from: \.errors) {
                $0.contains("there are 3 connections already")
            }
            crowd.endInput()
            _ = try await crowd.exitCode()
            try await eventually("a free place") {
                let next = try host.startPeer("crowd", ["1", "--uri", "ws://127.0.0.1/"])
                next.endInput()
                return try await next.line("answers") { $0.hasPrefix("answers") } == "answers 101=1"
            }
        }

        @Test("a flood of half-open connections from twenty addresses turns out no newcomer", arguments: [1, 2])
        func halfOpen(loops: Int) async throws {
            let host = try await Host(isSilent: true)
            try await host.run("ip", "route", "add", "local", "203.0.113.0/24", "dev", "lo")
            let serving = try await host.running("--loops", "\(loops)", "server")
            let flood = try host.startPeer("halfopen", ["1500", "20", "203.0.113."])
            #expect(try await flood.line("an answer") { $0.hasPrefix("answer") } == "answer 101")
            _ = try await serving.line("a word about it", from: \.errors) {
                $0.contains("203.0.113.") && $0.contains("too many handshakes")
            }
        }
    }
}

import Foundation
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

        @Test("without descriptors newcomers are answered 503, and those who are there stay", arguments: [1, 2])
        func descriptors(loops: Int) async throws {
            let internet = try await Internet()
            let (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            let notifications = try NotificationSocket()
            let serving = try server.start(
                [
                    "prlimit", "--nofile=160:160", Machine.etherws, "--foreground", "--loops", "\(loops)", "server",
                ], environment: notifications.environment)
            try await eventually("the server") { try notifications.next()?.contains("READY=1") == true }
            _ = try await client.running("client", "--uri", "ws://\(server.outer)/")
            for host in [server, client] { try await host.configure() }
            #expect(try await client.reaches(server.inner))

            let crowd = try client.startPeer("crowd", ["200", "--uri", "ws://\(server.outer)/"])
            let answers = try await crowd.line("answers") { $0.hasPrefix("answers") }
            #expect(answers.wholeMatch(of: /answers 101=1?[0-9][0-9] 503=1?[0-9][0-9]/) != nil, "\(answers)")
            #expect(try await client.reaches(server.inner))
            #expect(serving.exitCode == nil, "\(serving)")
            // It waits rather than ask again and again.
            let before = try Self.processorTime(of: serving)
            _ = try await client.start(["ping", "-n", "-q", "-c", "20", "-i", "0.1", server.inner]).outcome()
            #expect(try Self.processorTime(of: serving) - before < 100, "hundredths of a second in two seconds")
            crowd.endInput()
            _ = try await crowd.exitCode()
            try await eventually("a free descriptor") {
                let next = try client.startPeer("crowd", ["1", "--uri", "ws://\(server.outer)/"])
                next.endInput()
                return try await next.line("answers") { $0.hasPrefix("answers") } == "answers 101=1"
            }
        }

        /// The time that a process has used, in hundredths of a second (`proc(5)`).
        private static func processorTime(of process: ChildProcess) throws -> Int {
            let text = try String(contentsOfFile: "/proc/\(process.id)/stat", encoding: .utf8)
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return 0 }
            return user + system
        }
    }
}

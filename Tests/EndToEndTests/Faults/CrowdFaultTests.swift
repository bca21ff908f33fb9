import Glibc
import Testing

extension Faults {
    @Suite struct CrowdFaultTests {
        @Test("of a thousand clients that connect and vanish in one moment nothing is left", arguments: [1, 2])
        func thousand(loops: Int) async throws {
            let scene = try await Scene(loops: loops)
            let bystander = try await Bystander(from: scene.bystander, to: scene.server)
            let first = try await scene.comeAndVanish()
            let second = try await scene.comeAndVanish()
            report(
                "1,000 clients come and vanish, \(loops) loops, patience 2 s",
                """
                all gone after \(first.recovery.inSeconds) and \(second.recovery.inSeconds); the server grew by \
                \(first.growth) KiB, and by \(second.growth) KiB the second time
                """)
            // The first time the allocator takes what it then keeps for the next.
            #expect(first.growth < 64 * 1024 && second.growth < 4 * 1024)
            #expect(try await bystander.isUnharmed())
        }
    }

    /// A server for many, a client that stays, and a host where many come from.
    private struct Scene {
        let server: Host
        let bystander: Host
        private let many: Host
        private let internet: Internet
        private let serving: ChildProcess
        private let sources = (101...110).map { "198.51.100.\($0)" }

        init(loops: Int) async throws {
            internet = try await Internet()
            (server, bystander, many) = (try await Host(1), try await Host(2), try await Host(3))
            for host in [server, bystander, many] { try await internet.plug(host) }
            for address in sources { try await many.run("ip", "addr", "add", "\(address)/24", "dev", "wan") }
            serving = try await server.running(
                ["--loops", "\(loops)", "server", "--ping", "1", "--patience", "2"],
                through: ["prlimit", "--nofile=4096:4096"])
            _ = try await bystander.running("client", "--uri", "ws://\(server.outer)/")
            for host in [server, bystander] { try await host.configure() }
        }

        /// Has a thousand clients come.
        ///
        /// Then half of them reset their connections, and of the others nothing more is heard.
        ///
        /// - Returns: how long it took until the server had no trace of them, and by how many KiB it had grown.
        func comeAndVanish() async throws -> (recovery: Duration, growth: Int) {
            let before = try serving.footprint
            let crowd = try many.startPeer("vanish", ["1000", sources.joined(separator: ","), server.outer])
            #expect(try await crowd.line("answers") { $0.hasPrefix("answers ") } == "answers 101=1000")
            #expect(try serving.footprint.descriptors >= before.descriptors + 1000)
            crowd.write("\n")
            _ = try await crowd.line("half of them gone") { $0 == "reset" }
            try await internet.setSilence(of: many, true)
            let recovering = Stopwatch()
            crowd.signal(SIGKILL)
            try await eventually("the end of all of them", within: .seconds(60)) {
                try serving.footprint.descriptors == before.descriptors
            }
            let recovery = recovering.elapsed
            try await internet.setSilence(of: many, false)
            return (recovery, try serving.footprint.resident - before.resident)
        }
    }
}

import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// Whoever reads the log sleeps, or has gone, or there is no room for it: the tunnel works on.
    @Suite struct LogFaultTests {
        @Test("a log whose reader sleeps holds nothing up, not even the end; what is lost is counted")
        func asleep() async throws {
            let pipe = try LogPipe()
            let scene = try await Scene { try await $0.running(["server"], log: pipe.writing) }
            // The last line that comes before somebody else does.
            try await eventually("the client's line") { pipe.read().contains("attached ws:") }
            pipe.fill()
            try await scene.expectSoundness()
            report("reader of the log asleep", "nothing waits for it")
            #expect(!pipe.read().contains("attached"))
            // There is room again.
            #expect(try await Crowd.isWelcome(from: scene.client, to: scene.uri))
            try await eventually("the log") { pipe.read().contains("lines of the log were lost here") }
            pipe.fill()
            scene.serving.signal(SIGTERM)
            #expect(try await scene.serving.exitCode() == 128 + SIGTERM)
        }

        @Test("a log whose reader has gone holds nothing up")
        func gone() async throws {
            let pipe = try LogPipe()
            let scene = try await Scene { try await $0.running(["server"], log: pipe.writing) }
            pipe.leave()
            try await scene.expectSoundness()
            report("reader of the log gone", "nothing waits for it")
            scene.serving.signal(SIGTERM)
            #expect(try await scene.serving.exitCode() == 128 + SIGTERM)
        }

        @Test(
            "a log on a full disk holds nothing up; when there is room again it goes on, and says how many lines are missing"
        )
        func fullDisk() async throws {
            let disk = try Scratch()
            // In a namespace of its own (ip-netns(8)): the disk goes with the program.
            let script = """
                mount -t tmpfs -o size=8k none \(disk.path)
                exec 2> \(disk.path("log"))
                dd if=/dev/zero of=\(disk.path("rest")) 2> /dev/null || true
                exec "$@"
                """
            let scene = try await Scene { try await $0.running(["server"], through: ["sh", "-ec", script, "sh"]) }
            let seen = "/proc/\(scene.serving.id)/root"
            try await scene.expectSoundness()
            report("disk of the log full", "nothing waits for it")
            #expect(try String(contentsOfFile: seen + disk.path("log"), encoding: .utf8).isEmpty)
            try #require(unlink(seen + disk.path("rest")) == 0)
            #expect(try await Crowd.isWelcome(from: scene.client, to: scene.uri))
            try await eventually("the log") {
                try String(contentsOfFile: seen + disk.path("log"), encoding: .utf8)
                    .contains(/warning: [0-9]+ lines of the log were lost here.*\n.*attached/)
            }
        }
    }

    /// A server whose log is in trouble, and a client.
    private struct Scene {
        let server: Host
        let client: Host
        let serving: ChildProcess
        var uri: String { "ws://\(server.outer)/" }

        init(serving start: (Host) async throws -> ChildProcess) async throws {
            let internet = try await Internet()
            (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            serving = try await start(server)
            _ = try await client.running("client", "--uri", uri)
            for host in [server, client] { try await host.configure() }
        }

        /// Expects that frames cross, and clients come and go, while there is much to write to the log.
        func expectSoundness() async throws {
            let bystander = try await Bystander(from: client, to: server)
            let crowd = try await Crowd(of: 60, from: client, to: uri)
            #expect(crowd.answers == "101=60")
            try await crowd.leave()
            #expect(try await serving.isCalm())
            #expect(try await Crowd.isWelcome(from: client, to: uri))
            #expect(try await bystander.isUnharmed())
        }
    }

    /// A pipe for a log, with room for the first lines.
    private final class LogPipe {
        let writing: Int32
        private var reading: Int32

        init() throws {
            let pipe = try Pipe()
            (reading, writing) = (pipe.reading, pipe.writing)
            let setSize: Int32 = 1031  // F_SETPIPE_SZ, which glibc shows only to those who define _GNU_SOURCE
            try #require(fcntl(writing, setSize, 16_384) > 0)
        }

        deinit {
            leave()
            close(writing)
        }

        /// Leaves no room for another line.
        func fill() {
            var polled = pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)
            while poll(&polled, 1, 0) > 0 { _ = write(writing, "x", 1) }
        }

        /// What is there.
        func read() -> String {
            var polled = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
            var text = ""
            var bytes = [UInt8](repeating: 0, count: 4096)
            while poll(&polled, 1, 0) > 0, case let count = Glibc.read(reading, &bytes, bytes.count), count > 0 {
                text += String(decoding: bytes[..<count], as: UTF8.self)
            }
            return text
        }

        /// Reads no more.
        func leave() {
            if reading >= 0 { close(reading) }
            reading = -1
        }
    }
}

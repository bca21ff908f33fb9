#if arch(x86_64)
    import Foundation
    import Glibc
    import Testing

    extension EndToEnd {
        /// System calls that a compromised process can still make, tried by its own main thread.
        @Suite struct IntrusionTests {
            /// Numbers of x86-64, and what they are.
            private static let refused = [
                ("to kill another process", "62,1,0"),
                ("to have the kernel send signals to another (F_SETOWN)", "72,0,8,1"),
                ("to have the kernel send another signal (F_SETSIG)", "72,0,10,9"),
                ("to have the kernel send signals (O_ASYNC)", "72,0,4,0x2802"),
                ("to have the kernel send signals (FIOASYNC)", "16,0,0x5452,0"),
                ("a socket to ask services by (AF_UNIX)", "41,1,1,0"),
                ("two sockets", "53,1,1,0,0"),
                ("a raw socket", "41,2,3,1"),
                ("a socket to virtual machines", "41,40,1,0"),
                ("to attach a filter to a socket", "54,0,1,26,0,0"),
                ("to run a program", "59,0,0,0"),
                ("to begin a process", "56,17"),
                ("to open a file for writing", "257,-100,0,1"),
                ("memory that can be written and executed", "9,0,4096,7,34,-1,0"),
                ("to gain a user", "105,0"),
                ("to dump its memory", "157,4,1"),
            ]

            @Test("A compromised process can neither affect others nor ask services of the host")
            func refusals() async throws {
                let tunnel = try await Tunnel()
                for process in [tunnel.serving, tunnel.connected[0]] {
                    let results = try await calls(Self.refused.map(\.1), in: process)
                    #expect(results.count == Self.refused.count)
                    for (result, (what, _)) in zip(results, Self.refused) { #expect(result == -Int(EPERM), "\(what)") }
                }
                #expect(try await tunnel.client.reaches(tunnel.server.inner))
            }

            @Test("A server makes no socket of the network, a client does")
            func sockets() async throws {
                let tunnel = try await Tunnel()
                let network = ["41,2,1,0", "41,10,2,0", "41,16,3,0"]
                #expect(try await calls(network, in: tunnel.serving) == [-Int(EPERM), -Int(EPERM), -Int(EPERM)])
                #expect(try await calls(network, in: tunnel.connected[0]).allSatisfy { $0 > 2 })
            }

            @Test("Memory with secrets stays out of core dumps unless the sandbox is off")
            func dumps() async throws {
                let host = try await Host()
                for (options, isDumpable, limit) in [
                    (["--sandbox", "warn"], 0, "0"), (["--sandbox", "warn", "--run-as", "daemon"], 0, "0"),
                    (["--sandbox", "off"], 1, "4096"),
                ] {
                    let starter = ["prlimit", "--core=4096:4096"]
                    let serving = try await host.running(["server"] + options, through: starter)
                    // PR_GET_DUMPABLE
                    #expect(try await calls(["157,3"], in: serving) == [isDumpable], "\(options)")
                    let limits = try String(contentsOfFile: "/proc/\(serving.id)/limits", encoding: .utf8)
                    let line = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
                    #expect(
                        line?.split(separator: " ")[4...5].joined(separator: " ") == "\(limit) \(limit)", "\(options)")
                    serving.signal(SIGTERM)
                    _ = try await serving.exitCode()
                }
            }

            private func calls(_ calls: [String], in process: ChildProcess) async throws -> [Int] {
                let injector = "\(Machine.peers)/injector.py"
                let text = try await run(["python3", "-B", injector, "\(process.id)"] + calls)
                return text.split(separator: "\n").compactMap { Int($0) }
            }
        }
    }
#endif

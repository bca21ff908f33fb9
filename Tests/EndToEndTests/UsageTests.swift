import Testing

extension EndToEnd {
    /// What users get wrong, and what they are told: one line, and an exit code as in sysexits.h.
    @Suite struct UsageTests {
        @Test(
            "what no program could do is a mistake of the command line",
            arguments: [
                ["client", "--uri", "http://127.0.0.1/"],
                ["client", "--uri", "127.0.0.1"],
                ["client", "--uri", "ws://127.0.0.1/?deflat=on"],
                ["client", "--uri", "ws://127.0.0.1:99999/"],
                ["client"],
                ["--device", "tap:ethws0?mut=9000", "server"],
                ["--device", "tap:ethws0?mtu=many", "server"],
                ["--device", "floppy:0", "server"],
                ["--device", "a-name-too-long-for-linux", "server"],
                ["--mtu", "100000", "server"],
                ["--address", "192.0.2.300/24", "server"],
                ["client", "--uri", "wss://127.0.0.1/", "--tls-ciphers", "NOPE"],
                ["server", "--auth", "oracle:delphi"],
                ["server", "--port", "http"],
                ["server", "--colour", "blue"],
                ["serve"],
            ]
        )
        func mistakes(_ arguments: [String]) async throws {
            let host = try await Host()
            let outcome = try await host.start([Machine.etherws] + arguments).outcome()
            #expect(outcome.exitCode == 64, "\(outcome)")
            #expect(!outcome.errors.isEmpty)
            #expect(try await host.processes.isEmpty)
            #expect(try await !host.has("ethws0"))
        }

        @Test("an unknown scheme is answered by those there are")
        func unknownScheme() async throws {
            let outcome = try await Host().etherws("client", "--uri", "http://127.0.0.1/")
            #expect(outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("ws") && outcome.errors.contains("wss"), "\(outcome)")
        }

        @Test("all URIs are listed, to the last line")
        func uris() async throws {
            let outcome = try await Host().etherws("uris")
            #expect(outcome.exitCode == 0 && outcome.errors.isEmpty, "\(outcome)")
            #expect(outcome.output.hasPrefix("DEVICES (--device):\n\nfd:NUMBER\n"), "\(outcome)")
            #expect(outcome.output.contains("\ntokens:FILE\n    tokens, by their SHA-256\n"), "\(outcome)")
            #expect(try await Host().etherws("uris", "floppy").exitCode == 64)
        }

        @Test("a key without its certificate, or the reverse, is a mistake", arguments: ["--keyfile", "--certfile"])
        func halfAPair(_ option: String) async throws {
            let certificate = try await Certificate.selfSigned(for: "DNS:localhost")
            let outcome = try await Host().etherws("server", option, certificate.file)
            #expect(outcome.exitCode == 64, "\(outcome)")
        }

        @Test("a connection that nobody accepts is named in one line", arguments: ["ws", "wss"])
        func refusedConnection(_ scheme: String) async throws {
            let host = try await Host()
            let outcome = try await host.etherws("client", "--uri", "\(scheme)://127.0.0.1:8080/")
            #expect(outcome.exitCode == 69 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("127.0.0.1") && outcome.errors.contains("8080"), "\(outcome)")
            #expect(try await !host.has("ethws0"))
        }

        @Test("a host without an address is named in one line")
        func unknownHost() async throws {
            let outcome = try await Host().etherws("client", "--uri", "ws://nowhere.invalid/")
            #expect(outcome.exitCode == 69 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("nowhere.invalid"), "\(outcome)")
        }

        @Test("a port that is taken is named in one line, and nothing is left behind")
        func takenPort() async throws {
            let host = try await Host()
            _ = try await host.running("server")
            let outcome = try await host.etherws("server")
            #expect(outcome.exitCode == 69 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("80"), "\(outcome)")
            #expect(try await host.processes.count == 1)
            #expect(try await !host.has("ethws1"))
        }

        @Test("a device that is taken is named in one line")
        func takenDevice() async throws {
            let host = try await Host()
            _ = try await host.running("--device", "lan0", "server")
            let outcome = try await host.etherws("--device", "lan0", "server", "--port", "8080")
            #expect(outcome.exitCode == 69 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("lan0"), "\(outcome)")
        }

        @Test("a path that is not served is named in one line")
        func anotherPath() async throws {
            let host = try await Host()
            _ = try await host.running("server", "--path", "/tunnel")
            let outcome = try await host.etherws("client", "--uri", "ws://127.0.0.1/other")
            #expect(outcome.exitCode != 0 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("404"), "\(outcome)")
            #expect(try await host.etherws("client", "--uri", "ws://127.0.0.1/tunnel").exitCode == 0)
        }

        @Test("whoever may not open a TAP is told so in one line")
        func notAllowed() async throws {
            let outcome = try await Host().start(["setpriv", "--bounding-set=-net_admin", Machine.etherws, "server"])
                .outcome()
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
        }

        @Test("whoever may not even see TAPs is told so in one line")
        func notRoot() async throws {
            let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            let copy = try Scratch().path("etherws")
            try await run("cp", Machine.etherws, copy)
            let outcome = try await Host().start(nobody + [copy, "server", "--port", "8080"]).outcome()
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
        }

        @Test(
            "the general options stand before or after the subcommand",
            arguments: [
                ["--device", "lan%d", "server"], ["server", "--device", "lan%d"],
                ["--debug", "server", "--device", "lan0"], ["--device", "tap:lan0", "server", "--debug"],
            ]
        )
        func anyOrder(_ arguments: [String]) async throws {
            let host = try await Host()
            let outcome = try await host.start([Machine.etherws] + arguments).outcome()
            #expect(outcome.exitCode == 0, "\(outcome)")
            #expect(try await host.has("lan0"))
        }

        @Test("the manual and the version are on standard output", arguments: ["--help", "--version"])
        func manual(_ option: String) async throws {
            let outcome = try await Host().etherws(option)
            #expect(outcome.exitCode == 0 && !outcome.output.isEmpty && outcome.errors.isEmpty, "\(outcome)")
        }
    }
}

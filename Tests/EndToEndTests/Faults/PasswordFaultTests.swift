import Testing

extension EndToEnd {
    @Suite struct PasswordFaultTests {
        @Test(
            "while the file of passwords is of no use nobody is admitted and everybody stays; when it is repaired it counts at once",
            arguments: [("emptied", ""), ("half-written", "alice:$2y$05$6W2cX1cEBXqX"), ("removed", nil)]
                as [(String, String?)]
        )
        func uselessFile(_ fault: String, _ remainder: String?) async throws {
            let internet = try await Internet()
            let (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            let users = try Users()
            let serving = try await server.running("server", "--htpasswd", users.file)
            let door = ["client", "--uri", "ws://\(server.outer)/", "--user", "alice"]
            let connected = try await client.running(door, input: "secret\n")
            for host in [server, client] { try await host.configure() }
            let bystander = try await Bystander(from: client, to: server)

            if let remainder { try users.replace(by: remainder) } else { users.remove() }
            for password in ["secret", "", "wrong"] {
                let outcome = try await client.start([Machine.etherws] + door).outcome(reading: password + "\n")
                #expect(outcome.exitCode == 69 && outcome.isOneLine, "\(outcome)")
            }
            #expect(serving.errors.text.contains(users.file))
            try users.restorePassword()
            let recovering = Stopwatch()
            let outcome = try await client.start([Machine.etherws] + door).outcome(reading: "secret\n")
            #expect(outcome.exitCode == 0, "\(outcome)")
            report("htpasswd \(fault)", "the first login after the repair succeeds, in \(recovering)")
            #expect(try await bystander.isUnharmed())
            #expect(!connected.errors.text.contains("lost"))
        }
    }
}

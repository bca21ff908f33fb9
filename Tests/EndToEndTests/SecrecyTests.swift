import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// What other processes of the same user see.
    @Suite struct SecrecyTests {
        @Test(
            "While it waits for a password, the process shows its memory to no other process of its user",
            arguments: [true, false])
        func beforeTheStart(isForeground: Bool) async throws {
            let options = isForeground ? ["--foreground"] : []
            let command = [Machine.etherws] + options + ["client", "--uri", "ws://127.0.0.1/", "--user", "alice"]
            let user = ["setpriv", "--reuid=1234", "--regid=1234", "--clear-groups"]
            let client = try ChildProcess(user + command)
            // The kernel gives the files of such a process to root (proc(5)).
            try await eventually("the concealment of \(client)") {
                // Before that it is another program's process, of the user as well.
                let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(client.id)/exe")
                var status = stat()
                return program?.hasSuffix("/etherws") == true && stat("/proc/\(client.id)/environ", &status) == 0
                    && status.st_uid == 0
            }
            let memory = "/proc/\(client.id)/mem"
            let reader = try await ChildProcess(user + ["head", "-c0", memory]).outcome()
            #expect(reader.exitCode != 0 && reader.errors.contains("Permission denied"), "\(reader)")
            client.signal(SIGTERM)
            _ = try await client.exitCode()
        }
    }
}

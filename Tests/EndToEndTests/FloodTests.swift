import Foundation
import Testing

extension Faults {
    /// Somebody with a login who floods, while another pings: what `make bench-attack` measures, with the options for clients that nobody
    /// trusts.
    @Suite struct FloodTests {
        private static let script = URL(fileURLWithPath: Machine.peers)
            .appendingPathComponent("../../../Benchmarks/Attack/attack.py").standardizedFileURL.path

        @Test(
            "no flood makes the 99th percentile of another's pings more than twice what it is without",
            arguments: [Scheme.ws, .wss],
            [
                "unknown,broadcast,sources", "tiny,large,victim", "runts,pings,fragments", "deaf,handshakes,logins",
                "many,many-pings",
            ]
        )
        func ratio(over scheme: Scheme, kinds: String) async throws {
            // What the machine does to pings when others flood, though not the server, is not the server's doing.
            let controls = "elsewhere,handshakes-elsewhere,"
            let settings = [
                "POLICY": "recommended", "KINDS": controls + kinds, "SCHEME": scheme.rawValue, "RATIO": "2",
                "COUNT": "300",
            ]
            let process = try ChildProcess(
                ["python3", "-B", Self.script], environment: settings.merging(["ETHERWS": Machine.etherws]) { $1 })
            let exitCode = try await process.exitCode(within: .seconds(600))
            print(process.output.text)
            #expect(exitCode == 0, "\(process)")
        }
    }
}

import Foundation
import Testing

/// What the machine that runs the tests offers them.
enum Machine {
    /// Why no test of this module can run here; `nil` if they can.
    static let obstacle: Comment? = {
        guard hasCapabilities([netAdmin, sysAdmin]) else { return "needs root: the tests make network namespaces" }
        guard isReadable("/dev/net/tun") else { return "needs /dev/net/tun" }
        let missing = ["ip", "ping", "openssl", "python3", "setpriv"].filter { find($0) == nil }
        guard missing.isEmpty else { return "needs the commands \(missing.joined(separator: ", "))" }
        guard isReadable(etherws) else { return "needs the executable \(etherws): build it, or name it by ETHERWS" }
        return nil
    }()

    /// Whether tests that take minutes are wanted.
    static let injectsFaults = ProcessInfo.processInfo.environment["FAULTS"] != nil

    /// The program under test: what `ETHERWS` names, or what was built beside the tests.
    static let etherws: String = {
        if let path = ProcessInfo.processInfo.environment["ETHERWS"] { return path }
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("etherws").path
    }()

    /// The program that `make build` makes; `nil` if it is not there.
    static let made: String? = {
        let root = URL(fileURLWithPath: peers).appendingPathComponent("../../..").standardizedFileURL
        let path = root.path + "/.build/release/etherws"
        return isReadable(path) ? path : nil
    }()

    /// The folder of the peers that are written in Python.
    static let peers = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Peers").path

    /// A Python that has the packages of `Peers/requirements.txt`: what `PEERS_PYTHON` names, or the one in
    /// `.build/peers-venv`; `nil` if there is none.
    static let peersPython: String? = {
        let root = URL(fileURLWithPath: peers).appendingPathComponent("../../..").standardizedFileURL
        let path = ProcessInfo.processInfo.environment["PEERS_PYTHON"] ?? root.path + "/.build/peers-venv/bin/python"
        return isReadable(path) ? path : nil
    }()

    /// Whether there is a file that we may read.
    static func isReadable(_ path: String) -> Bool { FileManager.default.isReadableFile(atPath: path) }

    /// Where a command is, if it is anywhere in `PATH`.
    static func find(_ command: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"
        return path.split(separator: ":").map { "\($0)/\(command)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    // Numbers from capabilities(7).
    private static let netAdmin: UInt64 = 12
    private static let sysAdmin: UInt64 = 21

    private static func hasCapabilities(_ wanted: [UInt64]) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
        let effective = line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
        return wanted.allSatisfy { effective >> $0 & 1 == 1 }
    }
}

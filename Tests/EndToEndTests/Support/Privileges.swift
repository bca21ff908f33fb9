import Foundation

/// What a thread may do beyond others, as proc(5) shows it.
struct Privileges: Equatable {
    /// The number of the user whose thread it is.
    var user = -1
    /// The capabilities that it has or might take, as bits.
    var capabilities: UInt64 = 0
    /// Whether a program that it runs might give it more.
    var canGain = true
    /// Whether a filter stands before its system calls.
    var isFiltered = false

    private init(status: String) {
        for line in status.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            switch words.first {
            case "Uid:": user = Set(words.dropFirst()).count == 1 ? Int(words[1]) ?? -1 : -1
            case "CapInh:", "CapPrm:", "CapEff:", "CapAmb:": capabilities |= UInt64(words[1], radix: 16) ?? .max
            case "NoNewPrivs:": canGain = words[1] == "0"
            case "Seccomp:": isFiltered = words[1] == "2"
            default: continue
            }
        }
    }

    init(user: Int, capabilities: UInt64, canGain: Bool, isFiltered: Bool) {
        (self.user, self.capabilities, self.canGain, self.isFiltered) = (user, capabilities, canGain, isFiltered)
    }

    /// Those of every thread of the program behind `ip netns exec` and the like, which is one process with it.
    static func ofThreads(of process: ChildProcess) async throws -> [Privileges] { try ofThreads(of: process.id) }

    /// Those of every thread of a process.
    static func ofThreads(of process: pid_t) throws -> [Privileges] {
        let folder = "/proc/\(process)/task"
        return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
            // A thread may have ended.
            try? Privileges(status: String(contentsOfFile: "\(folder)/\($0)/status", encoding: .utf8))
        }
    }
}

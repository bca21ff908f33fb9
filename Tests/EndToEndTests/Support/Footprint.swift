import Foundation
import Glibc

/// What a process takes of the machine, as proc(5) shows it.
struct Footprint {
    /// Memory that is really there, in KiB.
    let resident: Int
    /// Open descriptors.
    let descriptors: Int
    /// The processor's time that it has had so far, in hundredths of a second.
    let processorTime: Int

    init(of process: ChildProcess) throws {
        let folder = "/proc/\(process.id)"
        let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        resident = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
        descriptors = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd").count
        // The name in parentheses may hold blanks.
        let fields = try String(contentsOfFile: "\(folder)/stat", encoding: .utf8).split(separator: ")").last?
            .split(separator: " ").dropFirst(11).prefix(2)
        processorTime = fields?.compactMap { Int($0) }.reduce(0, +) ?? 0
    }
}

extension ChildProcess {
    /// What it takes of the machine now.
    var footprint: Footprint { get throws { try Footprint(of: self) } }

    /// Whether it waits for what is to come, rather than ask again and again: it gets less than a quarter of a processor in two seconds.
    func isCalm() async throws -> Bool {
        let before = try footprint.processorTime
        try await Task.sleep(for: .seconds(2))
        return try footprint.processorTime - before < 50
    }
}

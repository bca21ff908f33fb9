extension ChildProcess {
    /// Waits until so many lines of its log hold some words.
    func says(_ words: String, times: Int = 1, within limit: Duration = .seconds(60)) async throws {
        try await eventually("'\(words)', \(times) times, from \(self)", within: limit) {
            let isOver = exitCode != nil
            if errors.lines.count(where: { $0.contains(words) }) >= times { return true }
            guard !isOver else { throw CommandFailed(process: self) }
            return false
        }
    }

    /// Waits until a client's tunnel has come back so many times.
    func returns(_ times: Int) async throws { try await says("info: back ", times: times) }
}

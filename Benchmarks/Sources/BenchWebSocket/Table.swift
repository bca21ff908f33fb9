/// The table as Markdown.
enum Table {
    static let head = """
        | | bytes | masked | deflate | messages/s | GB/s | NIOWebSocket, messages/s | GB/s | ratio |
        |---|---|---|---|---|---|---|---|---|
        """

    static func row(_ scenario: Scenario, ours: Double, theirs: Double) -> String {
        let size = Double(scenario.size)
        let cells =
            [scenario.direction.rawValue, "\(scenario.size)", scenario.isMasked ? "yes" : "no"]
            + [scenario.isCompressed ? "yes" : "no", grouped(ours), rounded(ours * size / 1e9)]
            + (theirs > 0 ? [grouped(theirs), rounded(theirs * size / 1e9), rounded(ours / theirs)] : ["–", "–", "–"])
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// Three significant digits, in groups of three.
    private static func grouped(_ value: Double) -> String {
        var unit = 1
        while Double(unit) * 1_000 <= value { unit *= 10 }
        var digits = String(Int((value / Double(unit)).rounded()) * unit)[...]
        var groups: [Substring] = []
        while !digits.isEmpty {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        return groups.joined(separator: ",")
    }

    private static func rounded(_ value: Double) -> String {
        let scale = value < 10 ? 100.0 : 10.0
        return String((value * scale).rounded() / scale)
    }
}

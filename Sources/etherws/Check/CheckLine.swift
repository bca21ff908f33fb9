/// What became of one step, as a line for people.
///
///     TCP      ok         0.3 ms  connected to 192.0.2.10:443
struct CheckLine: Equatable {
    /// How a step ended.
    enum Verdict: String {
        case passed = "ok"
        case failed
        /// A step before it has failed.
        case skipped
        /// There is no such step on this way.
        case absent = "-"
        /// Nothing went wrong, but nobody has said that it went right either.
        case unknown = "?"
    }

    let step: CheckStep
    let verdict: Verdict
    /// How long it took, where it took any time.
    var duration: Duration?
    var text = ""
}

extension CheckLine: CustomStringConvertible {
    /// Columns of a fixed width; the text, which may hold what a peer has sent, is made safe to show.
    var description: String {
        let time = duration.map(\.inWords) ?? ""
        let front = step.name.padded(to: 9) + verdict.rawValue.padded(to: 8)
        return (front + String(repeating: " ", count: max(0, 9 - time.count)) + time + "  " + text).singleLine
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

extension Duration {
    /// In milliseconds with a tenth, from a second on in seconds with hundredths.
    fileprivate var inWords: String {
        self < .seconds(1)
            ? "\(Self.fixed(self / .microseconds(100), digits: 1)) ms"
            : "\(Self.fixed(self / .milliseconds(10), digits: 2)) s"
    }

    private static func fixed(_ value: Double, digits: Int) -> String {
        let text = String(Int(value))
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return padded.dropLast(digits) + "." + padded.suffix(digits)
    }
}

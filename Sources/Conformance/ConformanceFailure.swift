/// A rule of the contracts that a component breaks.
public struct ConformanceFailure: Error, Equatable, CustomStringConvertible {
    /// The rule.
    public let rule: ConformanceRule
    /// What happened instead.
    public let detail: String

    /// The failure as a sentence.
    public var description: String { "\(rule.rawValue); but \(detail)" }

    init(_ rule: ConformanceRule, _ detail: String) {
        (self.rule, self.detail) = (rule, detail)
    }
}

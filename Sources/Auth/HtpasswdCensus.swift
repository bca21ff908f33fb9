/// What kinds of entries a password file has.
public struct HtpasswdCensus: Sendable, Equatable {
    /// Users that can be admitted.
    public internal(set) var usable = 0
    /// Users who are refused because their password is hashed in a way that is not supported yet.
    public internal(set) var unsupported = 0
    /// Lines that are no entry at all, skipped.
    public internal(set) var malformed = 0
    /// Lines for a user who has one further up, which alone counts.
    public internal(set) var repeated = 0

    /// What the operator should know although others are admitted, as a sentence; `nil` where all is well.
    public var warning: String? {
        var facts: [String] = []
        if unsupported > 0 {
            facts.append("\(Self.count(unsupported, "user")) cannot be admitted, for want of a {SHA} entry")
        }
        if malformed > 0 { facts.append("\(Self.count(malformed, "line")) cannot be read") }
        if repeated > 0 { facts.append("\(Self.count(repeated, "line")) for a user listed further up cannot count") }
        return facts.isEmpty ? nil : facts.joined(separator: "; ")
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// Why nobody can be admitted, where nobody can.
    var complaint: String {
        var facts = ["no entry uses {SHA}, as 'htpasswd -s' writes it"]
        if unsupported > 0 { facts.append("\(unsupported) use others, which are not supported yet") }
        if malformed > 0 { facts.append("\(malformed) \(malformed == 1 ? "line is" : "lines are") no entry at all") }
        return facts.joined(separator: "; ")
    }
}

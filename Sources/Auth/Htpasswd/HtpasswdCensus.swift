/// What kinds of entries a password file has.
public struct HtpasswdCensus: Sendable, Equatable {
    /// Users that can be admitted.
    package internal(set) var usable = 0
    /// Users among them whose password is hashed by SHA-1 without salt, or by MD5: fast to guess when the file is stolen.
    package internal(set) var weak = 0
    /// Users who are refused because their password is not hashed at all, by DES, or in a way that the system does not know.
    package internal(set) var unsupported = 0
    /// Users who are refused because it would take too long to hash a password as theirs is.
    package internal(set) var tooCostly = 0
    /// Lines that are no entry at all, skipped.
    package internal(set) var malformed = 0
    /// Lines for a user who has one further up, which alone counts.
    package internal(set) var repeated = 0

    /// What the operator should know although others are admitted, as a sentence; `nil` where all is well.
    package var warning: String? {
        var facts: [String] = []
        if unsupported > 0 {
            facts.append(
                "\(Self.count(unsupported, "user")) cannot be admitted, for want of a bcrypt, SHA-crypt, apr1 or {SHA} entry"
            )
        }
        if tooCostly > 0 {
            facts.append("\(Self.count(tooCostly, "user")) cannot be admitted, because the hash would take too long")
        }
        if weak > 0 {
            facts.append(
                "\(Self.count(weak, "password")) can be guessed fast if the file is stolen ({SHA} or apr1): "
                    + "'htpasswd -B' hashes them better")
        }
        if malformed > 0 { facts.append("\(Self.count(malformed, "line")) cannot be read") }
        if repeated > 0 { facts.append("\(Self.count(repeated, "line")) for a user listed further up cannot count") }
        return facts.isEmpty ? nil : facts.joined(separator: "; ")
    }

    mutating func count(_ hash: PasswordHash) {
        switch hash {
        case .sha1, .apr1:
            usable += 1
            weak += 1
        case .crypt: usable += 1
        case .unsupported: unsupported += 1
        case .tooCostly: tooCostly += 1
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// Why nobody can be admitted, where nobody can.
    var complaint: String {
        var facts = ["no entry is one that 'htpasswd -B' writes, nor SHA-crypt, apr1 or {SHA}"]
        if unsupported > 0 { facts.append("\(unsupported) are in plain text, by DES or in an unknown way") }
        if tooCostly > 0 { facts.append("\(tooCostly) would take too long") }
        if malformed > 0 { facts.append("\(malformed) \(malformed == 1 ? "line is" : "lines are") no entry at all") }
        return facts.joined(separator: "; ")
    }
}

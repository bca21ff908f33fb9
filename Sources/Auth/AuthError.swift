/// What keeps an authenticator from deciding.
///
/// None of them holds a user's name, a password or a hash.
public enum AuthError: Error, Equatable, CustomStringConvertible {
    /// A file cannot be read, and why.
    case unreadable(file: String, reason: String)
    /// A file is longer than any sensible one.
    case tooLong(file: String, limit: Int)
    /// A password file has no entry that anybody could be admitted by.
    case noUsableEntry(file: String, census: HtpasswdCensus)
    /// A file of tokens or names has no line that anybody could be admitted by.
    case noUsableLine(file: String, malformed: Int)
    /// The system does not compute a hash, as its policy may forbid.
    case hashUnavailable(String)
    /// A program is nothing to hand passwords to, and why.
    case untrustworthy(program: String, reason: String)
    /// A program that was asked has not decided, and why.
    case undecided(program: String, reason: String)

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "cannot read '\(file)': \(reason)"
        case .tooLong(let file, let limit): "cannot use '\(file)': it has more than \(limit) bytes"
        case .noUsableEntry(let file, let census): "cannot admit clients with '\(file)': \(census.complaint)"
        case .noUsableLine(let file, let malformed):
            "cannot admit clients with '\(file)': "
                + (malformed == 0 ? "it is empty" : "no line of it can be read")
        case .hashUnavailable(let name): "the system does not compute \(name)"
        case .untrustworthy(let program, let reason): "cannot hand passwords to '\(program)': \(reason)"
        case .undecided(let program, let reason): "'\(program)' did not decide: \(reason)"
        }
    }
}

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
    /// The system's OpenSSL does not compute a hash, as its policy may forbid.
    case hashUnavailable(String)

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "cannot read '\(file)': \(reason)"
        case .tooLong(let file, let limit): "cannot use '\(file)': it has more than \(limit) bytes"
        case .noUsableEntry(let file, let census): "cannot use '\(file)' to admit anybody: \(census.complaint)"
        case .hashUnavailable(let name): "the system's OpenSSL does not compute \(name)"
        }
    }
}

import Frame

/// The lines of a file of tokens: `name:digest` or `name:digest:expiry`, comments, blank lines.
///
/// The digest is the token's SHA-256 in 64 hexadecimal digits; the expiry is a date (`2027-12-31`) or a moment
/// (`2027-12-31T12:00:00Z`) in UTC, from which on the token is refused. One name may have several tokens. Lines that are none of
/// that are skipped and counted.
struct TokenFile: Sendable {
    /// The longest file that is read, in bytes.
    static let byteLimit = 16 * 1024 * 1024

    private struct Entry: Sendable {
        let principal: Principal
        let expiry: Duration?
    }

    private var entries: [TokenDigest: Entry] = [:]
    private(set) var malformed = 0

    /// Reads the bytes of a file.
    ///
    /// Whatever they are, this succeeds, and may have found nothing.
    init(parsing bytes: [UInt8]) {
        Lines.forEach(in: bytes) { line in
            if !read(line) { malformed += 1 }
        }
    }

    /// Whether nobody could be admitted, whatever the time.
    var isEmpty: Bool { entries.isEmpty }

    /// How many tokens have expired.
    func expiredCount(at now: Duration) -> Int { entries.values.count { $0.expiry.map { $0 <= now } ?? false } }

    /// Whose token this is; `nil` for one that is unknown or has expired.
    ///
    /// - Parameter now: the time since 1970.
    func bearer(of token: Secret, at now: Duration) throws(AuthError) -> Principal? {
        let digest = try TokenDigest(of: token)
        // Nobody makes tokens so short that they can be guessed from their digests, but somebody may choose one.
        guard token.reveal().utf8.count >= AccessToken.leastLength, let entry = entries[digest] else { return nil }
        if let expiry = entry.expiry, expiry <= now { return nil }
        return entry.principal
    }

    /// - Returns: whether the line is an entry; one for a token that is listed further up does not count.
    private mutating func read(_ line: ArraySlice<UInt8>) -> Bool {
        let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
        guard line.count <= Lines.limit, fields.count >= 2, let principal = Principal(reading: fields[0]),
            let digest = TokenDigest(fields[1]), entries[digest] == nil
        else { return false }
        var expiry: Duration?
        if fields.count == 3 {
            // A date that cannot be read is no permission for ever.
            guard let moment = UTCTime.parse(fields[2]) else { return false }
            expiry = moment
        }
        entries[digest] = Entry(principal: principal, expiry: expiry)
        return true
    }
}

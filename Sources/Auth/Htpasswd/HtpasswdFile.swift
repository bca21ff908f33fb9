import Frame

/// The entries of a password file in Apache's format: lines of `user:hash`, comments, blank lines.
///
/// As in Apache, what follows a second colon is ignored, and a user's first entry is the one that counts. Lines that are no entry
/// are skipped and counted, so that one slip locks out one user.
struct HtpasswdFile: Sendable {
    /// The longest file that is read, in bytes: over 200,000 users.
    static let byteLimit = 16 * 1024 * 1024
    /// The most kinds of hashes that users cannot be told apart by.
    private static let kindLimit = 8

    private var hashes: [Principal: PasswordHash] = [:]
    /// One for each kind of hash that there is.
    private(set) var decoys: [PasswordHash] = []
    private(set) var census = HtpasswdCensus()

    /// Reads the bytes of a file.
    ///
    /// Whatever they are, this succeeds, and may have found nothing.
    init(parsing bytes: [UInt8]) {
        Lines.forEach(in: bytes) { read($0) }
    }

    /// The hash of a user's password, or `nil` for an unknown user.
    subscript(user: String) -> PasswordHash? { Principal(reading: user.utf8).flatMap { hashes[$0] } }

    /// Whether this is the password of a user.
    ///
    /// A wrong password costs one hash of each kind that the file has, as does any password of an unknown user: the time that it
    /// takes tells nobody who is in the file, even where some users' hashes are dearer than others'.
    func admits(_ user: String, _ password: Secret) throws(AuthError) -> Bool {
        let own = self[user]
        if let own, try own.matches(password) { return true }
        for decoy in decoys(beside: own) { _ = try decoy.matches(password) }
        return false
    }

    /// What is hashed beside the hash of the user, if there is one.
    func decoys(beside own: PasswordHash?) -> [PasswordHash] { decoys.filter { $0.kind != own?.kind } }

    private mutating func read(_ line: ArraySlice<UInt8>) {
        let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
        guard line.count <= Lines.limit, fields.count >= 2, let user = Principal(reading: fields[0]),
            let hash = PasswordHash(fields[1])
        else {
            census.malformed += 1
            return
        }
        add(hash, for: user)
    }

    private mutating func add(_ hash: PasswordHash, for user: Principal) {
        guard hashes[user] == nil else {
            census.repeated += 1
            return
        }
        hashes[user] = hash
        census.count(hash)
        guard let kind = hash.kind, decoys.count < Self.kindLimit, !decoys.contains(where: { $0.kind == kind }) else {
            return
        }
        decoys.append(kind.decoy)
    }
}

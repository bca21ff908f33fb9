import Frame

/// A password as a file keeps it, so that one can be checked against it and not read from it.
enum PasswordHash: Sendable, Equatable {
    /// `{SHA}` and the SHA-1 of the password in base64: fast to guess when the file is stolen, but what `htpasswd -s` writes.
    case sha1(SHA1Text)
    /// Something else: no password matches.
    case unsupported

    /// Reads what stands behind a user's name.
    ///
    /// - Returns: `nil` for what claims to be a known hash and is none.
    init?(_ text: some BidirectionalCollection<UInt8>) {
        guard text.starts(with: "{SHA}".utf8) else {
            self = .unsupported
            return
        }
        guard let hash = SHA1Text(text.dropFirst(5)) else { return nil }
        self = .sha1(hash)
    }

    /// What an unknown user's password is compared with, so that it takes as long as a known one's.
    ///
    /// No password has this hash.
    static let decoy = PasswordHash.sha1(.unattainable)

    /// Whether `password` has this hash.
    ///
    /// Takes as long whatever the answer is.
    func matches(_ password: Secret) throws(AuthError) -> Bool {
        switch self {
        case .sha1(let hash): try SHA1Text(of: password) == hash
        case .unsupported: try PasswordHash.decoy.matches(password)
        }
    }
}

import Frame

/// A password as a file keeps it, so that one can be checked against it and not read from it.
enum PasswordHash: Sendable, Equatable {
    /// `{SHA}` and the SHA-1 of the password in base64, as `htpasswd -s` writes it: fast to guess when the file is stolen.
    case sha1(SHA1Text)
    /// `$apr1$`, a thousand rounds of MD5 with a salt, as `htpasswd` writes it by default: fast to guess too.
    case apr1(APR1Text)
    /// bcrypt or SHA-crypt, as `htpasswd -B`, `-2` and `-5` write it.
    case crypt(CryptText)
    /// Something else: no password matches.
    case unsupported
    /// Something that would take too long: no password matches.
    case tooCostly

    /// Reads what stands behind a user's name.
    ///
    /// - Returns: `nil` for what claims to be a known hash and is none.
    init?(_ text: ArraySlice<UInt8>) {
        if text.starts(with: SHA1Text.prefix) {
            guard let hash = SHA1Text(text.dropFirst(SHA1Text.prefix.count)) else { return nil }
            self = .sha1(hash)
        } else if text.starts(with: APR1Text.prefix) {
            guard let hash = APR1Text(text) else { return nil }
            self = .apr1(hash)
        } else if CryptText.claims(text) {
            guard let hash = CryptText(text) else { return nil }
            self = hash.isAffordable ? .crypt(hash) : .tooCostly
        } else {
            self = .unsupported
        }
    }

    /// Whether `password` has this hash.
    ///
    /// Takes as long whatever the answer is. Neither NUL, where C ends a text, nor 512 bytes can be in any password.
    func matches(_ password: Secret) throws(AuthError) -> Bool {
        let bytes = Array(password.reveal().utf8)
        let isPossible = bytes.count < 512 && !bytes.contains(0)
        // The same work is done for one that is not.
        let isMatch = try matches(isPossible ? bytes : [])
        return isPossible && isMatch
    }

    private func matches(_ password: [UInt8]) throws(AuthError) -> Bool {
        switch self {
        case .sha1(let hash): try SHA1Text(of: password) == hash
        case .apr1(let hash): try hash.matches(password)
        case .crypt(let hash): try hash.matches(password)
        case .unsupported, .tooCostly: false
        }
    }
}

extension PasswordHash {
    /// What decides how long it takes to hash a password.
    enum Kind: Sendable, Equatable {
        case sha1
        case apr1
        case crypt(CryptText.Method)

        /// A hash of this kind that no password has.
        var decoy: PasswordHash {
            switch self {
            case .sha1: .sha1(.unattainable)
            case .apr1: .apr1(.unattainable)
            case .crypt(let method): .crypt(.unattainable(method))
            }
        }
    }

    /// Its kind; `nil` for one that nothing is compared with.
    var kind: Kind? {
        switch self {
        case .sha1: .sha1
        case .apr1: .apr1
        case .crypt(let hash): .crypt(hash.method)
        case .unsupported, .tooCostly: nil
        }
    }
}

internal import COpenSSL
package import Frame

/// A challenge of the Digest scheme (RFC 7616 §3.3), with `qop=auth` and one of two algorithms.
package struct DigestChallenge: Equatable {
    /// A hash function, by the name that the scheme has for it.
    package enum Algorithm: String {
        case md5 = "MD5"
        case sha256 = "SHA-256"
    }

    package let realm: String
    package let nonce: String
    package let opaque: String?
    package let algorithm: Algorithm
    /// Whether a right answer was given to a nonce that is too old.
    package let isStale: Bool

    /// Takes a challenge that we can answer; `nil` for others.
    ///
    /// One without `qop` is of 1999, when a proxy could choose what is hashed: it is not answered.
    package init?(_ challenge: Challenge) {
        guard challenge.isScheme("Digest"), let realm = challenge["realm"], let nonce = challenge["nonce"],
            let qop = challenge["qop"],
            qop.unicodeScalars.split(separator: ",").contains(where: { Substring($0).names("auth") }),
            let algorithm = Algorithm(rawValue: (challenge["algorithm"] ?? "MD5").uppercased())
        else { return nil }
        self.realm = realm
        self.nonce = nonce
        opaque = challenge["opaque"]
        self.algorithm = algorithm
        isStale = challenge["stale"].map { $0[...].names("true") } ?? false
    }

    /// The value of `Proxy-Authorization` or `Authorization` (RFC 7616 §3.4).
    ///
    /// - Parameter ours: a random text, so that the proxy alone does not choose what is hashed. Used for one request, its first.
    package func answer(_ credentials: Credentials.Basic, method: String, target: String, nonce ours: String) -> String
    {
        let count = "00000001"
        let secret = hash("\(credentials.user):\(realm):\(credentials.password.reveal())")
        let response = hash("\(secret):\(nonce):\(count):\(ours):auth:\(hash("\(method):\(target)"))")
        let strings = [
            ("username", credentials.user), ("realm", realm), ("nonce", nonce), ("uri", target), ("cnonce", ours),
            ("response", response),
        ]
        let quoted = (strings + (opaque.map { [("opaque", $0)] } ?? [])).map { "\($0)=\($1.quoted)" }
        // "nc" and "qop" are not quoted here, for historical reasons (§3.4).
        let words = ["algorithm=\(algorithm.rawValue)", "qop=auth", "nc=\(count)"]
        return "Digest " + (quoted + words).joined(separator: ", ")
    }

    private func hash(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        let function = algorithm == .md5 ? EVP_md5() : EVP_sha256()
        let isDone = EVP_Digest(bytes, bytes.count, &digest, &length, function, nil)
        precondition(isDone == 1, "OpenSSL has no \(algorithm.rawValue)")
        return digest[..<Int(length)].hexadecimal
    }
}

extension Substring {
    /// Whether it is the word, but for blanks around it and case.
    fileprivate func names(_ word: String) -> Bool {
        unicodeScalars.split(separator: " ").map { Substring($0).lowercased() } == [word]
    }
}

extension String {
    /// A quoted-string (RFC 9110 §5.6.4).
    fileprivate var quoted: String {
        "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits a byte.
    fileprivate var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

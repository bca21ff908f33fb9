internal import COpenSSL

/// Apache's own hash: MD5 (RFC 1321) with a salt, mixed a thousand times, as `htpasswd` writes it by default.
///
///     $apr1$ salt, up to 8 digits $ hash, 22 digits
///
/// The algorithm is FreeBSD's `md5crypt` with another prefix; see `apr_md5_encode` in Apache's apr-util.
struct APR1Text: Sendable, Equatable {
    static let prefix = Array("$apr1$".utf8)
    private static let rounds = 1000

    private let salt: [UInt8]
    /// The digits of the hash; of a decoy none.
    private let digits: [UInt8]

    /// A hash that no password has.
    static let unattainable = APR1Text(salt: Array("........".utf8), digits: [])

    /// Takes the whole text as it stands in a file, or `nil` if it cannot be one.
    init?(_ text: ArraySlice<UInt8>) {
        let fields = text.dropFirst(Self.prefix.count).split(
            separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard fields.count == 2, fields[0].count <= 8, fields[1].count == 22,
            fields.allSatisfy({ $0.allSatisfy(CryptText.isDigit) })
        else { return nil }
        self.init(salt: Array(fields[0]), digits: Array(fields[1]))
    }

    private init(salt: [UInt8], digits: [UInt8]) {
        self.salt = salt
        self.digits = digits
    }

    /// Whether `password` has this hash.
    ///
    /// The work depends on nothing but the lengths of password and salt.
    func matches(_ password: [UInt8]) throws(AuthError) -> Bool {
        let computed = try hash(password)
        return computed.count == digits.count && CRYPTO_memcmp(computed, digits, digits.count) == 0
    }

    private func hash(_ password: [UInt8]) throws(AuthError) -> [UInt8] {
        let inner = try MD5.digest(of: password + salt + password)
        var message = password + Self.prefix + salt
        for index in password.indices { message.append(inner[index % 16]) }
        var bits = password.count
        while bits > 0 {
            message.append(bits & 1 == 1 ? 0 : password[0])
            bits >>= 1
        }
        var digest = try MD5.digest(of: message)
        for round in 0..<Self.rounds {
            message.removeAll(keepingCapacity: true)
            message += round & 1 == 1 ? password : digest
            if round % 3 != 0 { message += salt }
            if round % 7 != 0 { message += password }
            message += round & 1 == 1 ? digest : password
            digest = try MD5.digest(of: message)
        }
        return Self.digits(of: digest)
    }

    /// Sixteen bytes in an order of its own, six bits a digit, the lowest first.
    private static func digits(of digest: [UInt8]) -> [UInt8] {
        let alphabet = Array("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        let groups = [(0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5)]
        let values = groups.map { Int(digest[$0.0]) << 16 | Int(digest[$0.1]) << 8 | Int(digest[$0.2]) }
        return values.flatMap { value in (0..<4).map { alphabet[value >> (6 * $0) & 0x3f] } }
            + [alphabet[Int(digest[11]) & 0x3f], alphabet[Int(digest[11]) >> 6]]
    }
}

/// MD5 by the system's OpenSSL, which may forbid it.
private enum MD5 {
    static func digest(of message: [UInt8]) throws(AuthError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 16)
        guard EVP_Digest(message, message.count, &digest, nil, EVP_md5(), nil) == 1 else {
            throw .hashUnavailable("MD5")
        }
        return digest
    }
}

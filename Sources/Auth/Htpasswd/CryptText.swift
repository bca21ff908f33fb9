internal import CLinux
internal import COpenSSL

/// A hash that the system's crypt(3) computes: bcrypt, or the SHA-256 and SHA-512 of Unix.
///
///     $2y$10$ salt, 22 digits │ hash, 31 digits
///     $6$rounds=5000$ salt $ hash, 86 digits        ($5$: SHA-256, 43 digits; without `rounds=`: 5,000)
struct CryptText: Sendable, Equatable {
    /// What decides how long it takes: the algorithm, and its cost.
    enum Method: Sendable, Equatable {
        /// 2 to the power of `cost` rounds; `name` is `2a`, `2b` or `2y`, which differ in nothing that matters here.
        case bcrypt(name: String, cost: Int)
        /// So many rounds of SHA-256 or SHA-512; `name` is `5` or `6`.
        case sha(name: String, rounds: Int)
    }

    let method: Method
    /// The whole text, by which a password is hashed, and which it must come out as; of a decoy the first part alone.
    private let text: [UInt8]

    /// The dearest bcrypt that is computed, about a second of one processor.
    static let greatestCost = 14
    /// The most rounds of SHA that are computed, about a quarter of a second.
    static let mostRounds = 1_000_000

    /// Whether it would be computed, and not keep a processor busy for long.
    var isAffordable: Bool {
        switch method {
        case .bcrypt(_, let cost): cost <= Self.greatestCost
        case .sha(_, let rounds): rounds <= Self.mostRounds
        }
    }

    /// Whether `text` begins as such a hash does.
    static func claims(_ text: ArraySlice<UInt8>) -> Bool {
        ["$2a$", "$2b$", "$2y$", "$5$", "$6$"].contains { text.starts(with: $0.utf8) }
    }

    /// Takes the text as it stands in a file, or `nil` if it cannot be one.
    init?(_ text: ArraySlice<UInt8>) {
        let fields = text.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard text.allSatisfy({ Self.isDigit($0) || "$=".utf8.contains($0) }), fields.count >= 4,
            let name = String(validating: fields[1], as: UTF8.self),
            let method = name.hasPrefix("2") ? Self.bcrypt(name, fields) : Self.sha(name, fields)
        else { return nil }
        self.method = method
        self.text = Array(text)
    }

    private init(method: Method, text: String) {
        self.method = method
        self.text = Array(text.utf8)
    }

    /// A hash that no password has, because it ends before its digest begins.
    static func unattainable(_ method: Method) -> CryptText {
        let salt = String(repeating: ".", count: 22)
        return switch method {
        case .bcrypt(let name, let cost):
            CryptText(method: method, text: "$\(name)$\(cost < 10 ? "0" : "")\(cost)$\(salt)")
        case .sha(let name, let rounds):
            CryptText(method: method, text: "$\(name)$rounds=\(rounds)$\(salt.prefix(16))$")
        }
    }

    /// Whether `password` has this hash; it has neither NUL in it nor more than 511 bytes.
    func matches(_ password: [UInt8]) throws(AuthError) -> Bool {
        let computed = try hash(password)
        return computed.count == text.count && CRYPTO_memcmp(computed, text, text.count) == 0
    }

    private func hash(_ password: [UInt8]) throws(AuthError) -> [UInt8] {
        var memory = [UInt8](repeating: 0, count: MemoryLayout<crypt_data>.size)
        // What is left in it could tell of the password.
        defer { OPENSSL_cleanse(&memory, memory.count) }
        let phrase = password.map { CChar(bitPattern: $0) } + [0]
        let setting = text.map { CChar(bitPattern: $0) } + [0]
        guard let result = crypt_rn(phrase, setting, &memory, CInt(memory.count)), result[0] != CChar(bitPattern: 0x2a)
        else { throw .hashUnavailable("\(method)") }
        return Array(UnsafeRawBufferPointer(start: result, count: strlen(result)))
    }

    private static func bcrypt(_ name: String, _ fields: [ArraySlice<UInt8>]) -> Method? {
        guard fields.count == 4, fields[2].count == 2, let cost = number(fields[2], in: 4...31), fields[3].count == 53,
            fields[3].allSatisfy(isDigit)
        else { return nil }
        return .bcrypt(name: name, cost: cost)
    }

    private static func sha(_ name: String, _ fields: [ArraySlice<UInt8>]) -> Method? {
        let prefix = Array("rounds=".utf8)
        let isExplicit = fields[2].starts(with: prefix)
        guard fields.count == (isExplicit ? 5 : 4), let digest = fields.last, digest.count == (name == "5" ? 43 : 86),
            digest.allSatisfy(isDigit), fields[fields.count - 2].count <= 16,
            fields[fields.count - 2].allSatisfy(isDigit)
        else { return nil }
        guard isExplicit else { return .sha(name: name, rounds: 5000) }
        let digits = fields[2].dropFirst(prefix.count)
        guard digits.first != UInt8(ascii: "0"), let rounds = number(digits, in: 1000...999_999_999) else { return nil }
        return .sha(name: name, rounds: rounds)
    }

    private static func number(_ digits: ArraySlice<UInt8>, in range: ClosedRange<Int>) -> Int? {
        guard digits.count <= 9, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return range.contains(value) ? value : nil
    }

    /// The digits of crypt(3)'s base64: `.`, `/`, `0` to `9`, and the letters.
    static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "/"), 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: false
        }
    }
}

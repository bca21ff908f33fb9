/// The entries of a password file in Apache's format: lines of `user:hash`, comments, blank lines.
///
/// As in Apache, a line ends with LF or CRLF, blanks around it do not count, what follows a second colon is ignored, and a user's
/// first entry is the one that counts. Lines that are no entry are skipped and counted, so that one slip locks out one user.
struct HtpasswdFile: Sendable {
    /// The longest file that is read, in bytes: over 200,000 users.
    static let byteLimit = 16 * 1024 * 1024
    /// The longest line that can be an entry, in bytes (Apache's `MAX_STRING_LEN`).
    static let lineLimit = 8192

    // By the bytes of the name: Unicode knows texts that are equal and have different bytes, which are different users here.
    private var hashes: [[UInt8]: PasswordHash] = [:]
    private(set) var census = HtpasswdCensus()

    /// Reads the bytes of a file.
    ///
    /// Whatever they are, this succeeds, and may have found nothing.
    init(parsing bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) { read(Self.trimmed(line)) }
    }

    /// The hash of a user's password, or `nil` for an unknown user.
    subscript(user: String) -> PasswordHash? { hashes[Array(user.utf8)] }

    private mutating func read(_ line: ArraySlice<UInt8>) {
        guard let first = line.first, first != UInt8(ascii: "#") else { return }
        let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
        guard line.count <= Self.lineLimit, fields.count >= 2, Self.isName(fields[0]),
            let hash = PasswordHash(fields[1])
        else {
            census.malformed += 1
            return
        }
        add(hash, for: Array(fields[0]))
    }

    private mutating func add(_ hash: PasswordHash, for user: [UInt8]) {
        guard hashes[user] == nil else {
            census.repeated += 1
            return
        }
        hashes[user] = hash
        switch hash {
        case .sha1: census.usable += 1
        case .unsupported: census.unsupported += 1
        }
    }

    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && !bytes.contains { $0 < 0x20 || $0 == 0x7f } && String(validating: bytes, as: UTF8.self) != nil
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line.drop(while: isBlank)
        while let last = line.last, isBlank(last) { line.removeLast() }
        return line
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}

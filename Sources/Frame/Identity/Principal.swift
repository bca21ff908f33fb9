/// The authenticated user of a peer: a name, by which logs, limits, files and policies refer to the user.
///
/// Two names are equal if their bytes are equal in Unicode's normalization form C (NFC), as in RFC 8265 §3.4: an `é` may be one character, or an
/// `e` and an accent. All else distinguishes names: case, blanks, and characters that only look alike. Swift compares strings in this way. Every
/// file, table and policy uses this type as its key.
public struct Principal: Sendable, Hashable, CustomStringConvertible {
    /// The longest name, in bytes: to normalize text takes time that grows with its square.
    package static let longestName = 255

    /// The name, as it was written where it came from.
    public let name: String

    /// Makes a principal of a name that is known to be one.
    public init(_ name: String) { self.name = name }

    /// Makes a principal of what was read: 1 to ``longestName`` bytes of UTF-8 without control characters; `nil` for all else.
    package init?(reading bytes: some Collection<UInt8>) {
        guard (1...Self.longestName).contains(bytes.count), !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f }),
            let name = String(validating: bytes, as: UTF8.self)
        else { return nil }
        self.init(name)
    }

    /// The name.
    public var description: String { name }
}

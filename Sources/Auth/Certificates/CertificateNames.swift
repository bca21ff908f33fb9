import Frame

/// A file that says whom certificates stand for: lines of `principal:name`, comments, blank lines.
///
/// The first colon ends the principal, so that a name may be a URI. A name that is listed twice counts where it stands first. Names are compared
/// as those of principals are.
struct CertificateNames: Sendable {
    /// The longest file that is read, in bytes.
    static let byteLimit = 16 * 1024 * 1024

    /// The longest name, in bytes.
    private static let longestName = 1024

    private var principals: [String: Principal] = [:]
    private(set) var malformed = 0

    /// Reads the bytes of a file.
    ///
    /// Whatever they are, this succeeds, and may have found nothing.
    init(parsing bytes: [UInt8]) {
        Lines.forEach(in: bytes) { line in
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            guard line.count <= Lines.limit, fields.count == 2, let principal = Principal(reading: fields[0]),
                let name = Self.name(fields[1]), principals[name] == nil
            else {
                malformed += 1
                return
            }
            principals[name] = principal
        }
    }

    /// Whether nobody is listed.
    var isEmpty: Bool { principals.isEmpty }

    /// Whom a certificate with these names stands for; `nil` for nobody, and where two of them stand for different principals.
    func principal(of names: [String]) -> Principal? {
        let found = Set(names.compactMap { Self.name($0.utf8) }.compactMap { principals[$0] })
        return found.count == 1 ? found.first : nil
    }

    /// A name in a certificate; `nil` for what no line of a file can hold.
    private static func name(_ bytes: some Collection<UInt8>) -> String? {
        guard (1...longestName).contains(bytes.count), !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            return nil
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

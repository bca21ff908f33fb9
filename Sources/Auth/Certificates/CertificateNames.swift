/// A file that says whom certificates stand for: lines of `principal:name`, comments, blank lines.
///
/// The first colon ends the principal, so that a name may be a URI. A name that is listed twice counts where it stands first.
struct CertificateNames: Sendable {
    /// The longest file that is read, in bytes.
    static let byteLimit = 16 * 1024 * 1024

    // By the bytes of the name: Unicode knows texts that are equal and have different bytes.
    private var principals: [[UInt8]: String] = [:]
    private(set) var malformed = 0

    /// Reads the bytes of a file.
    ///
    /// Whatever they are, this succeeds, and may have found nothing.
    init(parsing bytes: [UInt8]) {
        Lines.forEach(in: bytes) { line in
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            guard line.count <= Lines.limit, fields.count == 2, fields.allSatisfy({ Lines.isName($0) }),
                principals[Array(fields[1])] == nil
            else {
                malformed += 1
                return
            }
            principals[Array(fields[1])] = String(decoding: fields[0], as: UTF8.self)
        }
    }

    /// Whether nobody is listed.
    var isEmpty: Bool { principals.isEmpty }

    /// Whom a certificate with these names stands for; `nil` for nobody, and where two of them stand for different principals.
    func principal(of names: [String]) -> String? {
        let found = Set(names.compactMap { principals[Array($0.utf8)] })
        return found.count == 1 ? found.first : nil
    }
}

import CLinux
import Frame
import Glibc
internal import Linux

/// A file that holds a secret, so that no command line does.
enum SecretFile {
    /// The most that such a file may hold, in bytes.
    private static let limit = 65_536

    /// Its first line, without its end.
    ///
    /// - Throws: `Failure` if it cannot be read or is no text.
    static func firstLine(of path: String) throws -> String {
        try lines(of: path).first ?? ""
    }

    /// Its lines, without their ends and without the empty ones.
    ///
    /// - Throws: `Failure` if it cannot be read or is no text.
    static func lines(of path: String) throws -> [String] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot read '\(path)'", SystemError.last("open").reason) }
        defer { close(descriptor) }
        let bytes: [UInt8]
        do { bytes = try readAll(from: descriptor, limit: limit) } catch {
            throw failure("cannot read '\(path)'", error.reason)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("'\(path)' is not UTF-8", nil) }
        return text.split(whereSeparator: \.isNewline).map(String.init)
    }

    private static func failure(_ what: String, _ reason: String?) -> Failure {
        Failure(reason.map { "\(what): \($0)" } ?? what, .usage)
    }
}

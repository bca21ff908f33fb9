import CLinux
import Frame
import Glibc
internal import Linux
import Switching

/// A file that says what is different for some users.
struct PolicyFile: Equatable {
    let path: String

    /// The longest file that is read, in bytes.
    private static let limit = 4 * 1024 * 1024

    /// Reads the file.
    ///
    /// - Throws: `SystemError` if it cannot be read, a `Failure` that names the line if it is not understood.
    func read(standard: PortPolicy) throws -> PortPolicies {
        let bytes = try bytes()
        do throws(PortPolicies.LineError) {
            return try PortPolicies(standard: standard, parsing: bytes)
        } catch {
            throw Failure("'\(path)': \(error)", .usage)
        }
    }

    private func bytes() throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.last("cannot read '\(path)'") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw SystemError.last("cannot read '\(path)'")
            }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= Self.limit else { throw Failure("'\(path)' is too long for a policy", .usage) }
        }
    }
}

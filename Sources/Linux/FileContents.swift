package import Frame
import Glibc

/// Why a file cannot be read.
package enum FileError: Error, Equatable {
    /// A system call failed.
    case unreadable(SystemError)
    /// It has more bytes than it may have.
    case tooLong
}

/// Reading files whole.
package enum FileContents {
    /// Reads the file at `path`, to its end.
    ///
    /// - Parameter limit: the most bytes that it may have.
    package static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(.last("cannot read '\(path)'")) }
        defer { close(descriptor) }
        return try read(descriptor, limit: limit) { .last("cannot read '\(path)'") }
    }

    /// Reads what is left of a file or a stream, and waits for its end.
    package static func read(
        _ descriptor: CInt, limit: Int, failure: () -> SystemError = { .last("read") }
    ) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &chunk, min(chunk.count, limit + 1 - bytes.count))
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .unreadable(failure())
            }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw .tooLong }
        }
    }
}

import Frame
import Glibc
import Linux

/// A file read whole, up to a limit, and the stamp it had when the reading began.
struct BoundedFile {
    let bytes: [UInt8]
    let stamp: FileStamp

    /// Reads the file at `path`.
    ///
    /// Waits for the disk, but for no other program: what is no regular file is refused.
    init(reading path: String, limit: Int) throws(AuthError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(file: path, reason: "it is not a regular file")
        }
        stamp = FileStamp(status)
        bytes = try Self.contents(of: descriptor, at: path, limit: limit)
    }

    /// The stamp of the file at `path` as it is now.
    static func stamp(of path: String) throws(AuthError) -> FileStamp {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unreadable(path, errno) }
        return FileStamp(status)
    }

    private static func contents(of descriptor: CInt, at path: String, limit: Int) throws(AuthError) -> [UInt8] {
        do throws(FileError) {
            return try FileContents.read(descriptor, limit: limit)
        } catch {
            switch error {
            case .unreadable(let error): throw .unreadable(file: path, reason: error.reason)
            case .tooLong: throw .tooLong(file: path, limit: limit)
            }
        }
    }
}

extension AuthError {
    fileprivate static func unreadable(_ file: String, _ code: CInt) -> AuthError {
        .unreadable(file: file, reason: String(cString: strerror(code)))
    }
}

import Glibc
// Where the compiler may have found timespec first.
import SwiftOverlayShims

/// A file that is gone when the test is.
final class TemporaryFile {
    let directory: String
    let path: String

    init(_ contents: String? = nil) throws {
        var template = Array("/tmp/etherws-auth-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(code: errno) }
        directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        path = directory + "/htpasswd"
        if let contents { try write(contents) }
    }

    deinit {
        unlink(path)
        rmdir(path)
        rmdir(directory)
    }

    /// Replaces what the file holds, in place.
    func write(_ contents: String) throws { try write(Array(contents.utf8)) }

    func write(_ bytes: [UInt8]) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw Failure(code: errno) }
    }

    /// Replaces the file by another, as editors do.
    func replace(_ contents: String) throws {
        let other = try TemporaryFile(contents)
        guard rename(other.path, path) == 0 else { throw Failure(code: errno) }
    }

    /// Dates the last change back, as if it were long ago.
    func age() throws {
        let times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000_000, tv_nsec: 0)]
        guard utimensat(AT_FDCWD, path, times, 0) == 0 else { throw Failure(code: errno) }
    }

    /// Waits until nobody has the file open for writing, so that it can be run.
    ///
    /// A child on its way into another program may, for a moment; the kernel grants no lease on the file until then, fcntl(2).
    func awaitWriters() throws {
        let setLease: CInt = 1024
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        while fcntl(descriptor, setLease, CInt(F_RDLCK)) != 0 {
            guard errno == EAGAIN else { throw Failure(code: errno) }
            sched_yield()
        }
        _ = fcntl(descriptor, setLease, CInt(F_UNLCK))
    }

    func remove() { unlink(path) }

    struct Failure: Error {
        let code: CInt
    }
}

internal import CLinux
internal import Glibc

/// What tells whether files have been written, replaced, or made readable or not, since they were last looked at.
struct FileStamps: Sendable, Equatable {
    private let stamps: [Stamp?]

    private struct Stamp: Sendable, Equatable {
        let device: UInt
        let node: UInt
        let size: Int
        let seconds: Int
        let nanoseconds: Int
    }

    /// Looks at files; one that is not there has a stamp too.
    ///
    /// Blocks.
    init(of paths: [String]) {
        stamps = paths.map { path in
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            let changed = status.st_ctim
            return Stamp(
                device: status.st_dev,
                node: status.st_ino,
                size: status.st_size,
                seconds: changed.tv_sec,
                nanoseconds: changed.tv_nsec
            )
        }
    }
}

import Glibc

/// What changes when a file does: which file it is, its size, and when it was changed.
struct FileStamp: Equatable {
    private let device: UInt
    private let inode: UInt
    private let size: Int
    private let modified: Duration
    private let changed: Duration

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
        modified = Duration(status.st_mtim)
        changed = Duration(status.st_ctim)
    }

    /// Whether a change after this stamp was taken is sure to show.
    ///
    /// The kernel's clock for files is coarse: two changes within one of its ticks look the same.
    func isConclusive(at now: Duration) -> Bool { max(modified, changed) + .seconds(1) < now }
}

extension Duration {
    init(_ time: timespec) { self = .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec) }

    /// The time since 1970, by the clock that dates files.
    static var sinceEpoch: Duration {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Duration(time)
    }
}

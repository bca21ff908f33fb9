internal import Frame
import Glibc
internal import Linux

/// A file descriptor with one owner, closed when the owner lets go of it.
struct Descriptor: ~Copyable {
    let rawValue: CInt

    /// Takes ownership of what a system call returned.
    ///
    /// - Throws: ``SystemError`` if it returned a failure, from `errno`.
    init(_ result: CInt, _ call: String) throws(SystemError) {
        guard result >= 0 else { throw .last(call) }
        rawValue = result
    }

    deinit { close(rawValue) }
}

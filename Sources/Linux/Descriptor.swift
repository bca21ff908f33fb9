package import Frame
import Glibc

/// A file descriptor with one owner, closed when the owner lets go of it.
package struct Descriptor: ~Copyable {
    /// The number, borrowed.
    package let rawValue: CInt

    /// Takes ownership of what a system call returned.
    ///
    /// - Throws: ``SystemError`` if it returned a failure, from `errno`.
    package init(_ result: CInt, _ call: String) throws(SystemError) {
        guard result >= 0 else { throw .last(call) }
        rawValue = result
    }

    deinit { close(rawValue) }
}

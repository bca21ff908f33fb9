import CLinux
import Frame
import Glibc

extension SystemError {
    /// The error that the last system call of this thread left in `errno`.
    static func last(_ call: String) -> SystemError { numbered(errno, call) }

    /// The error of a call that returns its number.
    static func numbered(_ code: CInt, _ call: String) -> SystemError {
        SystemError(call: call, code: code, reason: String(cString: strerror(code)))
    }
}

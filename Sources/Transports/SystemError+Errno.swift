internal import Frame
internal import Glibc

extension SystemError {
    /// The error that the last system call left in `errno`.
    init(_ call: String) { self.init(call, code: errno) }

    /// The error of a number that a call returned.
    init(_ call: String, code: CInt) { self.init(call: call, code: code, reason: String(cString: strerror(code))) }
}

internal import Frame
import Glibc

extension SystemError {
    /// The failure that `errno` tells of.
    static func last(_ call: String) -> SystemError { SystemError(call: call, code: errno) }

    /// The failure with the number `code`.
    init(call: String, code: CInt) {
        self.init(call: call, code: code, reason: String(cString: strerror(code)))
    }
}

package import Frame
import Glibc

extension SystemError {
    /// The failure that `errno` tells of.
    ///
    /// `hint` says what an operator could do about it.
    package static func last(_ call: String, hint: String? = nil) -> SystemError {
        SystemError(call: call, code: errno, hint: hint)
    }

    /// The failure with the number `code`.
    package init(call: String, code: CInt, hint: String? = nil) {
        let reason = String(cString: strerror(code))
        self.init(call: call, code: code, reason: hint.map { "\(reason) (\($0))" } ?? reason)
    }
}

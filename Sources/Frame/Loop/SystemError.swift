/// A system call that failed.
public struct SystemError: Error, Equatable {
    /// What was being done, for example `bind 0.0.0.0:80`.
    public let call: String
    /// The error number, as in `errno(3)`.
    public let code: CInt
    /// What the number means, as `strerror(3)` says it.
    public let reason: String

    /// Makes an error of its parts.
    ///
    /// `reason` is passed in because this module does no system calls.
    public init(call: String, code: CInt, reason: String) {
        self.call = call
        self.code = code
        self.reason = reason
    }
}

extension SystemError: CustomStringConvertible {
    /// The error as a sentence.
    public var description: String { "\(call): \(reason)" }
}

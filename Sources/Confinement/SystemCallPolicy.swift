/// Which system calls a process may make: rules, and what becomes of a call that no rule is about.
package struct SystemCallPolicy: Sendable, Equatable {
    /// What becomes of a call.
    package enum Verdict: Sendable, Equatable {
        /// The kernel does what is asked.
        case allow
        /// The call fails with this error number, and does nothing.
        case refuse(CInt)
    }

    /// What becomes of one system call, where all conditions hold.
    package struct Rule: Sendable, Equatable {
        /// As the kernel calls it on some architecture; one that this machine does not have is left out.
        package let call: String
        package let verdict: Verdict
        package let conditions: [Condition]
    }

    /// What an argument must be: `argument & mask == value`.
    ///
    /// A filter sees registers, not what they point to. Of an argument that C calls an `int` the lower half counts alone.
    package struct Condition: Sendable, Equatable {
        /// From 0 to 5.
        package let argument: UInt32
        package let mask: UInt64
        package let value: UInt64
    }

    /// Of several rules about one call, whichever has its conditions met.
    package private(set) var rules: [Rule] = []
    /// For all other calls.
    package let otherwise: Verdict

    /// Makes a policy without rules.
    package init(otherwise: Verdict) { self.otherwise = otherwise }

    /// Adds a rule for each of `calls`, names between blanks.
    package mutating func add(_ verdict: Verdict, _ calls: String, _ conditions: Condition...) {
        rules += calls.split(whereSeparator: \.isWhitespace)
            .map { Rule(call: String($0), verdict: verdict, conditions: conditions) }
    }
}

extension SystemCallPolicy.Condition {
    /// The argument, an `int`, is this.
    static func argument(_ number: UInt32, is value: CInt) -> Self {
        Self(argument: number, mask: 0xffff_ffff, value: UInt64(UInt32(bitPattern: value)))
    }

    /// The argument, an `int`, is this in the bits of `mask`.
    static func argument(_ number: UInt32, in mask: CInt, is value: CInt) -> Self {
        Self(
            argument: number, mask: UInt64(UInt32(bitPattern: mask)), value: UInt64(UInt32(bitPattern: value)))
    }

    /// The argument is a null pointer.
    static func argumentIsNull(_ number: UInt32) -> Self { Self(argument: number, mask: .max, value: 0) }
}

internal import CSeccomp
package import Frame
import Glibc
internal import Linux

/// A policy as the kernel enforces it (seccomp(2)).
package final class SystemCallFilter {
    /// What becomes of a call that the policy refuses.
    package enum Mode: Sendable {
        /// It is refused.
        case enforcing
        /// It is done, and the kernel writes it into its log.
        case logging
    }

    private let context: scmp_filter_ctx
    private let mode: Mode

    /// Makes a filter, which binds nobody yet.
    ///
    /// - Throws: `SystemError` if the system has no such filters.
    package init(_ policy: SystemCallPolicy, _ mode: Mode = .enforcing) throws(SystemError) {
        context = try Self.context(otherwise: Self.action(policy.otherwise, mode))
        self.mode = mode
        try configure()
        for rule in policy.rules { try add(rule) }
    }

    deinit { seccomp_release(context) }

    /// Binds every thread of this process, those to come, and the programs that it runs; for good.
    ///
    /// Nobody of them can gain privileges by running a program any more (`PR_SET_NO_NEW_PRIVS`), without which the kernel takes no filter.
    /// - Throws: `SystemError`; no thread is bound then.
    package func load() throws(SystemError) { try check(seccomp_load(context), "load a filter of system calls") }

    private static func context(otherwise action: UInt32) throws(SystemError) -> scmp_filter_ctx {
        guard let context = seccomp_init(action) else { throw SystemError(call: "seccomp_init", code: EINVAL) }
        return context
    }

    private func configure() throws(SystemError) {
        let settings: [(scmp_filter_attr, UInt32)] = [
            (SCMP_FLTATR_CTL_NNP, 1),
            // All threads at once: Swift's runtime has some of its own.
            (SCMP_FLTATR_CTL_TSYNC, 1),
            // Refused calls show in the kernel's log, where it keeps one (auditing).
            (SCMP_FLTATR_CTL_LOG, 1),
            // No stranger's code runs here: the kernel need not slow us down for that (speculative store bypass).
            (SCMP_FLTATR_CTL_SSB, 1),
            // The numbers of other architectures mean other calls, i386's and x32's on x86-64 too; nothing here makes any.
            (SCMP_FLTATR_ACT_BADARCH, CSECCOMP_KILL_PROCESS),
            // A search by halves instead of a walk along all rules.
            (SCMP_FLTATR_CTL_OPTIMIZE, 2),
        ]
        for (attribute, value) in settings {
            try check(seccomp_attr_set(context, attribute, value), "set up a filter of system calls")
        }
    }

    private func add(_ rule: SystemCallPolicy.Rule) throws(SystemError) {
        guard let number = Self.number(of: rule.call) else { return }
        let conditions = rule.conditions.map {
            scmp_arg_cmp(arg: $0.argument, op: SCMP_CMP_MASKED_EQ, datum_a: $0.mask, datum_b: $0.value)
        }
        let action = Self.action(rule.verdict, mode)
        // A rule that says what holds anyway is none to libseccomp.
        guard action != defaultAction else { return }
        let result = seccomp_rule_add_array(context, action, number, UInt32(conditions.count), conditions)
        // There are calls that other architectures have and this one has not.
        guard result != -EDOM else { return }
        try check(result, "filter \(rule.call)")
    }

    private var defaultAction: UInt32 {
        var action: UInt32 = 0
        return seccomp_attr_get(context, SCMP_FLTATR_ACT_DEFAULT, &action) == 0 ? action : CSECCOMP_ALLOW
    }

    /// The number of a system call, negative for one of another architecture; `nil` if there is none of this name.
    static func number(of call: String) -> CInt? {
        let number = seccomp_syscall_resolve_name(call)
        return number == CSECCOMP_UNKNOWN ? nil : number
    }

    private static func action(_ verdict: SystemCallPolicy.Verdict, _ mode: Mode) -> UInt32 {
        switch (verdict, mode) {
        case (.allow, _): CSECCOMP_ALLOW
        case (.refuse(let code), .enforcing): cseccomp_errno(code)
        case (.refuse, .logging): CSECCOMP_LOG
        }
    }

    private func check(_ result: CInt, _ call: String) throws(SystemError) {
        guard result == 0 else { throw SystemError(call: call, code: -result) }
    }
}

internal import CSeccomp
package import Frame
import Glibc
internal import Linux

/// Access of other processes to the memory of this one.
package enum ProcessMemory {
    /// Keeps the memory out of core dumps, and lets only root read it by ptrace(2) or `/proc` (PR_SET_DUMPABLE of prctl(2)).
    ///
    /// The kernel resets this when the process changes its user ID: call it again then. Programs that the process runs inherit the limit for core
    /// dumps alone. The process can still read its own `/proc` files, which belong to root from now on.
    /// - Throws: `SystemError`.
    package static func conceal() throws(SystemError) {
        try forbidCoreDumps()
        guard cseccomp_forbid_dumps() == 0 else { throw .last("forbid others to look into the memory") }
    }

    private static func forbidCoreDumps() throws(SystemError) {
        let core = __rlimit_resource_t(RLIMIT_CORE.rawValue)
        var limit = rlimit()
        guard getrlimit(core, &limit) == 0 else { throw .last("look up the limit of core dumps") }
        // A service manager that has set it already may forbid to change limits.
        guard limit.rlim_max != 0 else { return }
        limit = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(core, &limit) == 0 else { throw .last("forbid core dumps") }
    }
}

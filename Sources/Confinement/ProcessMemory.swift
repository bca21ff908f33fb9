internal import CSeccomp
package import Frame
import Glibc
internal import Linux

/// What others may see of this process's memory.
package enum ProcessMemory {
    /// Keeps it out of core dumps, and from debuggers and `/proc` of those who are not root (PR_SET_DUMPABLE of prctl(2)).
    ///
    /// Holds until the process becomes another user's, and for the programs that it runs, but for core dumps, no more. What `/proc` shows a
    /// process of itself stays as it is; the files there are root's from now on.
    /// - Throws: `SystemError`.
    package static func conceal() throws(SystemError) {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else { throw .last("forbid core dumps") }
        guard cseccomp_forbid_dumps() == 0 else { throw .last("forbid others to look into the memory") }
    }
}

internal import CLinux
internal import Glibc

/// The last descriptors of the process, which are for telling peers that there are no more, and for files that must be read
/// meanwhile.
package struct DescriptorReserve {
    /// How many there are.
    static let size = 32

    /// Whether a descriptor that was just opened is one of them: the system gives the lowest number that is free (POSIX.1 §2.6).
    package static func holds(_ descriptor: CInt) -> Bool {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return false }
        // A process with so few descriptors has none to put aside.
        let few = rlim_t(4 * size)
        return limit.rlim_cur > few && rlim_t(descriptor) >= limit.rlim_cur - rlim_t(size)
    }
}

internal import CLinux
internal import CSeccomp
package import Frame
import Glibc

extension SystemCallPolicy {
    /// What a tunnel does once it stands: it moves frames, waits, looks up names, connects anew, reads files again and writes its log.
    ///
    /// All else is refused, with EPERM: no program is run, no process begun, no file opened for writing, no port listened on, no device
    /// configured, no other process touched, not even by a signal that the kernel is to send, and no memory is made executable that can be
    /// written.
    package static func tunnel(_ activities: Needs.Activities) -> SystemCallPolicy {
        var policy = SystemCallPolicy(otherwise: .refuse(EPERM))
        policy.allowInputAndOutput()
        policy.allowWaiting()
        policy.allowSockets(activities)
        policy.allowReadingFiles()
        policy.allowMemory()
        policy.allowThreads()
        policy.allowLookingAround()
        if activities.contains(.removingFiles) {
            policy.add(.allow, "unlink")
            policy.add(.allow, "unlinkat", .argument(2, is: 0))
        }
        return policy
    }

    /// What frames cross has no conditions: the kernel then lets it pass without running the filter.
    private mutating func allowInputAndOutput() {
        add(
            .allow,
            """
            read readv pread64 preadv write writev recvfrom recvmsg recvmmsg sendto sendmsg sendmmsg
            close close_range dup dup2 dup3 lseek _llseek shutdown
            """)
        allowDescriptorFlags()
        let requests = [
            CLINUX_TUNSETCARRIER, CLINUX_TUNGETIFF, CLINUX_SIOCGIFMTU, CLINUX_SIOCGIFFLAGS, UInt(SIOCGIFINDEX),
            UInt(SIOCGIFNAME), UInt(FIONREAD), UInt(FIONBIO), UInt(TIOCOUTQ), UInt(TCGETS),
        ]
        for request in requests { add(.allow, "ioctl", .argument(1, is: CInt(truncatingIfNeeded: request))) }
    }

    /// Close-on-exec and non-blocking.
    ///
    /// Not F_SETOWN, F_SETSIG and O_ASYNC: by these the kernel sends any signal to any process of the same user in the caller's name, past a
    /// filter that refuses kill(2). Nor locks, leases, seals and the sizes of pipes, which nothing here uses.
    private mutating func allowDescriptorFlags() {
        let settable = O_ACCMODE | O_APPEND | O_NONBLOCK | 0x8000  // O_LARGEFILE, which F_GETFL shows
        for call in ["fcntl", "fcntl64"] {
            for command in [F_GETFD, F_SETFD, F_GETFL] { add(.allow, call, .argument(1, is: command)) }
            add(.allow, call, .argument(1, is: F_SETFL), .argument(2, in: ~settable, is: 0))
        }
    }

    private mutating func allowWaiting() {
        add(
            .allow,
            """
            epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd2 signalfd4 poll ppoll select pselect6 _newselect pipe2
            timerfd_create timerfd_settime timerfd_gettime nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time
            restart_syscall
            """)
    }

    private mutating func allowReadingFiles() {
        let writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND
        add(.allow, "open", .argument(1, in: writing, is: O_RDONLY))
        add(.allow, "openat", .argument(2, in: writing, is: O_RDONLY))
        add(
            .allow,
            """
            stat stat64 lstat lstat64 fstat fstat64 newfstatat fstatat64 statx access faccessat faccessat2 readlink readlinkat getdents64
            getcwd fadvise64 fstatfs statfs
            """)
    }

    /// Libraries that name look-ups need are loaded late: memory may become executable, but never while it can be written.
    private mutating func allowMemory() {
        add(.allow, "brk munmap mremap madvise")
        for call in ["mmap", "mmap2"] {
            add(.allow, call, .argument(2, in: PROT_EXEC, is: 0))
            add(.allow, call, .argument(2, in: PROT_WRITE, is: 0))
        }
        add(.allow, "mprotect", .argument(2, in: PROT_EXEC, is: 0))
    }

    private mutating func allowThreads() {
        // As glibc begins a thread, with all that it shares, and in no namespace of its own (clone(2)).
        let (thread, process): (CInt, CInt) = (0x10f00, 0x7e02_e000 | 0xff)
        add(.allow, "clone", .argument(0, in: thread | process, is: thread))
        // Its flags lie in memory, where no filter sees them. Those who find it missing use clone(2).
        add(.refuse(ENOSYS), "clone3")
        add(
            .allow,
            """
            exit exit_group futex futex_time64 set_robust_list get_robust_list set_tid_address rseq membarrier sched_yield
            sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min getpriority
            rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait sigaltstack gettid
            """)
        // The calling thread's own; root's other processes would obey root without capabilities.
        add(.allow, "sched_setscheduler", .argument(0, is: 0))
        add(.allow, "setpriority", .argument(0, is: 0), .argument(1, is: 0))
        add(.allow, "tgkill", .argument(0, is: getpid()))
        add(.allow, "prctl", .argument(0, is: PR_SET_NAME))
        add(.allow, "prctl", .argument(0, is: PR_GET_NAME))
        add(.allow, "prlimit64", .argument(0, is: 0), .argumentIsNull(2))
    }

    private mutating func allowLookingAround() {
        add(
            .allow,
            """
            getpid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getrlimit ugetrlimit getrusage getrandom getcpu
            times uname sysinfo
            """)
    }
}

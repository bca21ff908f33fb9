internal import CLinux
internal import CSeccomp
import Glibc

extension SystemCallPolicy {
    /// What a tunnel does once it stands: it moves frames, waits, looks up names, connects anew, reads files again and writes its log.
    ///
    /// All else is refused, with EPERM: no program is run, no process begun, no file opened for writing, no port listened on, no device
    /// configured, no other process touched, and no memory is made executable that can be written.
    ///
    /// - Parameter removesFiles: whether files may be removed, as a listener at a Unix socket does at its end.
    package static func tunnel(removesFiles: Bool = false) -> SystemCallPolicy {
        var policy = SystemCallPolicy(otherwise: .refuse(EPERM))
        policy.allowInputAndOutput()
        policy.allowWaiting()
        policy.allowSockets()
        policy.allowReadingFiles()
        policy.allowMemory()
        policy.allowThreads()
        policy.allowLookingAround()
        if removesFiles { policy.add(.allow, "unlink unlinkat") }
        return policy
    }

    /// What frames cross has no conditions: the kernel then lets it pass without running the filter.
    private mutating func allowInputAndOutput() {
        add(
            .allow,
            """
            read readv pread64 preadv write writev recvfrom recvmsg recvmmsg sendto sendmsg sendmmsg
            close close_range dup dup2 dup3 fcntl fcntl64 lseek _llseek shutdown
            """)
        let requests = [
            CLINUX_TUNSETCARRIER, CLINUX_TUNGETIFF, CLINUX_SIOCGIFMTU, CLINUX_SIOCGIFFLAGS, UInt(SIOCGIFINDEX),
            UInt(SIOCGIFNAME), UInt(FIONREAD), UInt(FIONBIO), UInt(TIOCOUTQ), UInt(TCGETS),
        ]
        for request in requests { add(.allow, "ioctl", .argument(1, is: CInt(truncatingIfNeeded: request))) }
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

    /// Streams and datagrams, and the questions about addresses that getaddrinfo(3) asks the kernel.
    private mutating func allowSockets() {
        let type: CInt = 0xf
        for family in [AF_UNIX, AF_INET, AF_INET6] {
            for kind in [SOCK_STREAM, SOCK_DGRAM] {
                add(.allow, "socket", .argument(0, is: family), .argument(1, in: type, is: CInt(kind.rawValue)))
            }
        }
        add(.allow, "socket", .argument(0, is: AF_NETLINK), .argument(2, is: NETLINK_ROUTE))
        add(.allow, "socketpair", .argument(0, is: AF_UNIX))
        add(.allow, "accept accept4 bind connect getsockname getpeername getsockopt setsockopt")
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
        let thread: CInt = 0x10000  // CLONE_THREAD, which glibc shows only to those who define _GNU_SOURCE
        add(.allow, "clone", .argument(0, in: thread, is: thread))
        // Its flags lie in memory, where no filter sees them. Those who find it missing use clone(2).
        add(.refuse(ENOSYS), "clone3")
        add(
            .allow,
            """
            exit exit_group futex futex_time64 set_robust_list get_robust_list set_tid_address rseq membarrier sched_yield
            sched_getaffinity sched_getparam sched_getscheduler sched_setscheduler sched_get_priority_max sched_get_priority_min getpriority
            setpriority
            rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait sigaltstack gettid
            """)
        add(.allow, "tgkill", .argument(0, is: getpid()))
        add(.allow, "prctl", .argument(0, is: PR_SET_NAME))
        add(.allow, "prctl", .argument(0, is: PR_GET_NAME))
        add(.allow, "prlimit64", .argumentIsNull(2))
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

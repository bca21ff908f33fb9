import Foundation
import Frame
import Glibc
import Testing

@testable import Confinement

/// What a process may do behind the filter, tried on a thread that was there before it.
@Suite struct SystemCallFilterTests {
    /// Each succeeds, or fails otherwise than with EPERM, where there is no filter.
    static let attempts = [
        "execve /bin/true 0 0", "execveat -100 /bin/true 0 0 0",
        "openat -100 /tmp/etherws-captive 577 384", "openat -100 /dev/null 1", "openat -100 /dev/null 2",
        "creat /dev/null 0",
        "openat -100 /tmp 4259842 384", "truncate /dev/null 0", "mkdir / 0", "rename /proc/x /proc/y",
        "unlink /proc/x",
        "chmod /proc/x 0", "chown /proc/x 0 0", "symlink x /", "mknod / 0",
        "socket 17 3 0", "socket 38 5 0", "socket 16 3 9", "socket 2 3 1", "socket 40 1 0", "socketpair 1 1 0 @",
        "listen -1 1",
        // Of a socket: SO_ATTACH_FILTER and SO_BROADCAST.
        "setsockopt -1 1 26 @ 16", "setsockopt -1 1 6 @ 4",
        // To send a signal in the kernel's name: F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETFL with O_ASYNC, FIOSETOWN, SIOCSPGRP, FIOASYNC.
        "fcntl 0 8 1", "fcntl 0 10 9", "fcntl 0 15 @", "fcntl 0 4 8194", "ioctl -1 35073 @", "ioctl -1 35074 @",
        "ioctl -1 21586 @",
        // Locks, leases, directory notes, sizes of pipes and seals: F_SETLK, F_SETLEASE, F_NOTIFY, F_SETPIPE_SZ, F_GET_SEALS.
        "fcntl 0 6 @", "fcntl 0 1024 2", "fcntl 0 1026 0", "fcntl 0 1031 0", "fcntl 0 1034 0",
        // Others' priorities.
        "setpriority 0 4194305 0", "setpriority 1 4194305 0", "sched_setscheduler 4194305 0 @", "prlimit64 1 7 0 @",
        "tkill 1 0", "pidfd_send_signal -1 0 0 0",
        "process_vm_writev 0 @ 0 @ 0 0", "process_madvise -1 @ 0 0 0", "pidfd_getfd -1 0 0", "shmat 0 0 0",
        "pkey_mprotect 0 4096 5 -1", "remap_file_pages 0 0 0 0 0", "timer_create 0 0 @", "setns -1 0",
        "ptrace 16 -1", "process_vm_readv 0 @ 0 @ 0 0", "kill 0 0", "tgkill 1 1 0", "pidfd_open 1 0",
        "setuid 0", "setgid 0", "setresuid -1 -1 -1", "setgroups 0 0", "capset 0 0", "prctl 4 0", "prctl 22 2 @",
        "personality 0",
        "seccomp 9 0 0",
        "mount 0 0 0 0 0", "umount2 /proc/x 0", "unshare 0", "chroot /", "pivot_root 0 0", "delete_module @ 0",
        "reboot 0 0 0 0",
        "bpf 65535 0 0", "keyctl 65535", "add_key 0 0 0 0 0", "memfd_create x 0", "shmget 0 0 0",
        "mmap 0 4096 7 34 -1 0", "mprotect 0 4096 5",
        "ioctl -1 21522 0", "ioctl -1 1074025674 @", "prlimit64 0 7 @ 0", "sethostname 0 -1", "settimeofday 0 @",
    ]

    /// Each would begin a process, or is refused by some kernels' own settings.
    static let beyond = [
        "io_uring_setup 0 0", "userfaultfd -1", "perf_event_open 0 0 0 0 0", "init_module 0 0 0",
        "fork", "vfork", "clone 17", "clone 0",
        // CLONE_THREAD alone, and all that a thread has with CLONE_NEWNET.
        "clone 65536", "clone 1077743360",
        "rt_sigqueueinfo 1 0 @", "rt_tgsigqueueinfo 1 1 0 @",
    ]

    /// A tunnel would not work without.
    static let needed = [
        "openat -100 /etc/hosts 0", "openat -100 /etc/hosts 524288", "socket 1 2 0", "socket 1 526338 0",
        "fcntl 0 1", "fcntl 0 2 1", "fcntl 0 3", "fcntl 0 4 34818",
        "eventfd2 0 0", "epoll_create1 0", "getrandom @ 16 0", "mmap 0 4096 3 34 -1 0", "mmap 0 4096 1 34 -1 0",
        "mmap 0 4096 5 34 -1 0",
        "clock_gettime 1 @", "prctl 15 name", "prlimit64 0 7 0 @", "setpriority 0 0 0", "rt_sigprocmask 0 0 @ 8",
        "getpid", "sched_yield",
    ]

    /// What no program that decides over credentials needs.
    static let denied = [
        "ptrace 16 -1", "process_vm_readv 0 @ 0 @ 0 0", "mount 0 0 0 0 0", "unshare 0", "setuid 0", "capset 0 0",
        "bpf 65535 0 0", "socket 17 3 0",
        "socket 0 1 0", "socket 38 5 0", "socket 40 1 0", "socket 30 2 0", "io_uring_setup 0 0", "keyctl 65535",
        "init_module 0 0 0",
        "ioctl -1 21522 0", "ioctl -1 21532 @", "chroot /",
        // A process in namespaces of its own: CLONE_NEWUSER and CLONE_NEWNET with CLONE_NEWNS.
        "clone 1342308369",
    ]

    /// A process in a namespace of each kind, which ends with one signal or another.
    static let namespaces = [0x2_0000, 0x200_0000, 0x400_0000, 0x800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000]
        .flatMap { ["clone \($0 | 16)", "clone \($0 | 17)"] }

    /// The error number of socket calls in each kind of tunnel.
    static let socketCalls: [(call: String, server: CInt, client: CInt, localClient: CInt)] = [
        // TCP and DNS, with flags.
        ("socket 2 1 0", EPERM, 0, EPERM), ("socket 2 526337 0", EPERM, 0, EPERM), ("socket 10 1 0", EPERM, 0, EPERM),
        ("socket 2 2 0", EPERM, 0, EPERM), ("socket 10 2050 0", EPERM, 0, EPERM),
        // The kernel's addresses.
        ("socket 16 3 0", EPERM, 0, EPERM),
        // Unix streams, and streams of records: where managers of services and containers listen.
        ("socket 1 1 0", EPERM, EPERM, 0), ("socket 1 526337 0", EPERM, EPERM, 0),
        ("socket 1 5 0", EPERM, EPERM, EPERM),
        ("accept4 -1 0 0 0", EBADF, EPERM, EPERM), ("accept -1 0 0", EBADF, EPERM, EPERM),
        ("bind -1 0 0", EPERM, EBADF, EPERM), ("connect -1 @ 16", EBADF, EBADF, EBADF),
        // TCP_NODELAY, SO_KEEPALIVE and IP_RECVERR.
        ("setsockopt -1 6 1 @ 4", EBADF, EBADF, EBADF), ("setsockopt -1 1 9 @ 4", EBADF, EBADF, EBADF),
        ("setsockopt -1 0 11 @ 4", EPERM, EBADF, EPERM),
    ]

    @Test("A tunnel is refused what it has no need of", arguments: attempts + beyond)
    func refused(call: String) throws { #expect(try errno(of: call, "server") == EPERM) }

    @Test("A client is refused what it has no need of", arguments: attempts)
    func refusedToClient(call: String) throws { #expect(try errno(of: call, "client") == EPERM) }

    @Test("Sockets are of those kinds that a tunnel goes on to need", arguments: socketCalls)
    func sockets(call: String, server: CInt, client: CInt, localClient: CInt) throws {
        #expect(try errno(of: call, "server") == server)
        #expect(try errno(of: call, "client") == client)
        #expect(try errno(of: call, "local-client") == localClient)
    }

    #if arch(x86_64)
        @Test("Calls by another architecture's numbers end the process", arguments: ["server", "client", "programs"])
        func otherArchitecture(policy: String) throws {
            // getpid of x32: the bit 30 marks its calls.
            #expect(try captive(policy, "\(1 << 30 | 39)") == ["signal", "\(SIGSYS)"])
        }
    #endif

    @Test("Without a filter the same is not refused", .enabled(if: isAlmighty), arguments: attempts)
    func free(call: String) throws { #expect(try errno(of: call, "free") != EPERM) }

    @Test(
        "What a filter only warns of is done", .enabled(if: isAlmighty),
        arguments: ["openat -100 /dev/null 1", "unshare 0"])
    func warned(call: String) throws { #expect(try errno(of: call, "warned") == 0) }

    @Test("A tunnel may do what it needs", arguments: needed)
    func allowed(call: String) throws { #expect(try errno(of: call, "server") == 0) }

    @Test("A thread can be started where clone3 is missing", arguments: ["server", "programs"])
    func clone3(policy: String) throws { #expect(try errno(of: "clone3 @ 64", policy) == ENOSYS) }

    @Test("Programs that a tunnel runs may run others and write, and no more than that", arguments: denied + namespaces)
    func programs(call: String) throws {
        #expect(try errno(of: call, "programs") == EPERM)
        #expect(try errno(of: "openat -100 /dev/null 1", "programs") == 0)
    }

    @Test("Names can be looked up behind the filter", arguments: ["localhost", "127.0.0.1", "::1"])
    func lookUp(name: String) throws { #expect(try captive("client", "look-up", name) == ["0"]) }

    @Test("Threads begin behind the filter, and none gains a privilege", arguments: ["server", "client", "programs"])
    func threads(policy: String) throws {
        #expect(try captive(policy, "begin-thread") == ["0"])
        #expect(try captive(policy, "can-gain") == ["0"])
    }

    @Test(
        "Every rule names a system call that there is",
        arguments: [SystemCallPolicy.tunnel([.accepting, .dialing, .dialingLocally, .removingFiles]), .programs])
    func names(policy: SystemCallPolicy) {
        let unknown = policy.rules.map(\.call).filter { SystemCallFilter.number(of: $0) == nil }
        #expect(unknown.isEmpty)
    }

    @Test(
        "What frames cross is allowed whatever its arguments are",
        arguments: ["read", "write", "recvfrom", "sendto", "epoll_wait"])
    func unconditional(call: String) {
        let rules = SystemCallPolicy.tunnel(.dialing).rules.filter { $0.call == call }
        #expect(rules == [.init(call: call, verdict: .allow, conditions: [])])
    }

    private func errno(of call: String, _ policy: String) throws -> CInt {
        // A program that was executed after all prints nothing; a process that was begun prints as well.
        let words = try captive([policy] + call.split(separator: " ").map(String.init))
        return words.first.flatMap { CInt($0) } ?? -1
    }
}

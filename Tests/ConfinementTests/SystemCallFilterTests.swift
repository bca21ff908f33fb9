import Foundation
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
        "socket 17 3 0", "socket 38 5 0", "socket 16 3 9", "socket 2 3 1", "listen -1 1",
        "ptrace 16 -1", "process_vm_readv 0 @ 0 @ 0 0", "kill 0 0", "tgkill 1 1 0", "pidfd_open 1 0",
        "setuid 0", "setgid 0", "setresuid -1 -1 -1", "setgroups 0 0", "capset 0 0", "prctl 4 0", "personality 0",
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
    ]

    /// A tunnel would not work without.
    static let needed = [
        "openat -100 /etc/hosts 0", "openat -100 /etc/hosts 524288", "socket 1 2 0", "socket 2 526337 0",
        "socket 10 2050 0", "socket 16 3 0",
        "eventfd2 0 0", "epoll_create1 0", "getrandom @ 16 0", "mmap 0 4096 3 34 -1 0", "mmap 0 4096 1 34 -1 0",
        "mmap 0 4096 5 34 -1 0",
        "clock_gettime 1 @", "prctl 15 name", "prlimit64 0 7 0 @", "rt_sigprocmask 0 0 @ 8", "getpid", "sched_yield",
    ]

    /// What no program that decides over credentials needs.
    static let denied = [
        "ptrace 16 -1", "process_vm_readv 0 @ 0 @ 0 0", "mount 0 0 0 0 0", "unshare 0", "setuid 0", "capset 0 0",
        "bpf 65535 0 0", "socket 17 3 0",
        "socket 38 5 0", "io_uring_setup 0 0", "keyctl 65535", "init_module 0 0 0", "ioctl -1 21522 0", "chroot /",
    ]

    @Test("A tunnel is refused what it has no need of", arguments: attempts + beyond)
    func refused(call: String) throws { #expect(try errno(of: call, "tunnel") == EPERM) }

    @Test("Without a filter the same is not refused", .enabled(if: isAlmighty), arguments: attempts)
    func free(call: String) throws { #expect(try errno(of: call, "free") != EPERM) }

    @Test(
        "What a filter only warns of is done", .enabled(if: isAlmighty),
        arguments: ["openat -100 /dev/null 1", "unshare 0"])
    func warned(call: String) throws { #expect(try errno(of: call, "warned") == 0) }

    @Test("A tunnel may do what it needs", arguments: needed)
    func allowed(call: String) throws { #expect(try errno(of: call, "tunnel") == 0) }

    @Test("A thread can be started where clone3 is missing")
    func clone3() throws { #expect(try errno(of: "clone3 @ 64", "tunnel") == ENOSYS) }

    @Test("Programs that a tunnel runs may run others and write, and no more than that", arguments: denied)
    func programs(call: String) throws {
        #expect(try errno(of: call, "programs") == EPERM)
        #expect(try errno(of: "openat -100 /dev/null 1", "programs") == 0)
    }

    @Test("Names can be looked up behind the filter", arguments: ["localhost", "127.0.0.1", "::1"])
    func lookUp(name: String) throws { #expect(try captive("tunnel", "look-up", name) == ["0"]) }

    @Test(
        "Every rule names a system call that there is",
        arguments: [SystemCallPolicy.tunnel(removesFiles: true), .programs])
    func names(policy: SystemCallPolicy) {
        let unknown = policy.rules.map(\.call).filter { SystemCallFilter.number(of: $0) == nil }
        #expect(unknown.isEmpty)
    }

    @Test(
        "What frames cross is allowed whatever its arguments are",
        arguments: ["read", "write", "recvfrom", "sendto", "epoll_wait"])
    func unconditional(call: String) {
        let rules = SystemCallPolicy.tunnel().rules.filter { $0.call == call }
        #expect(rules == [.init(call: call, verdict: .allow, conditions: [])])
    }

    private func errno(of call: String, _ policy: String) throws -> CInt {
        // A program that was executed after all prints nothing; a process that was begun prints as well.
        let words = try captive([policy] + call.split(separator: " ").map(String.init))
        return words.first.flatMap { CInt($0) } ?? -1
    }
}

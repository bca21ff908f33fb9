import Glibc

extension SystemCallPolicy {
    /// For a tunnel that runs programs, as the authenticator `exec:` does.
    ///
    /// They inherit the filter, and nobody knows what they need: refused is only what a program without privileges has no business with, which is
    /// to look into others, to change the system as a whole, to be somebody else, and the parts of the kernel that attackers like best.
    package static let programs: SystemCallPolicy = {
        var policy = SystemCallPolicy(otherwise: .allow)
        policy.add(
            .refuse(EPERM),
            """
            ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_getfd perf_event_open userfaultfd bpf lookup_dcookie
            mount umount umount2 move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr pivot_root chroot setns unshare
            name_to_handle_at open_by_handle_at quotactl quotactl_fd swapon swapoff acct fanotify_init
            init_module finit_module delete_module create_module kexec_load kexec_file_load reboot syslog sethostname setdomainname
            settimeofday adjtimex clock_settime clock_adjtime stime ioperm iopl vhangup
            setuid setuid32 setgid setgid32 setreuid setreuid32 setregid setregid32 setresuid setresuid32 setresgid setresgid32
            setfsuid setfsuid32 setfsgid setfsgid32 setgroups setgroups32 capset
            add_key request_key keyctl io_uring_setup io_uring_enter io_uring_register move_pages migrate_pages mbind set_mempolicy
            """)
        // To type at the terminal in the user's name, by itself or by pasting (TIOCSTI, TIOCLINUX).
        for request in [TIOCSTI, 0x541c] { policy.add(.refuse(EPERM), "ioctl", .argument(1, is: CInt(request))) }
        // Namespaces, which clone(2) makes as unshare(2) does: CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID and NET. The flags of clone3(2) lie in
        // memory, where no filter sees them; programs that find it missing use clone(2).
        for flag in [0x2_0000, 0x200_0000, 0x400_0000, 0x800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000] as [CInt] {
            policy.add(.refuse(EPERM), "clone", .argument(0, in: flag, is: flag))
        }
        policy.add(.refuse(ENOSYS), "clone3")
        let families = [AF_UNIX, AF_INET, AF_INET6, AF_NETLINK]
        for family in 0..<AF_MAX where !families.contains(family) {
            policy.add(.refuse(EPERM), "socket", .argument(0, is: family))
        }
        return policy
    }()
}

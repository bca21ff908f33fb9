// The system's libseccomp. Swift does not see macros that compute: those in use get a constant or an inline function here.
#pragma once
#include <errno.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const unsigned int CSECCOMP_ALLOW = SCMP_ACT_ALLOW;
static const unsigned int CSECCOMP_KILL_PROCESS = SCMP_ACT_KILL_PROCESS;
static const unsigned int CSECCOMP_LOG = SCMP_ACT_LOG;
static inline unsigned int cseccomp_errno(int code) { return SCMP_ACT_ERRNO(code); }
// The number of a system call that libseccomp does not know by its name.
static const int CSECCOMP_UNKNOWN = __NR_SCMP_ERROR;

// A signal's handler that takes all capabilities from the thread that it interrupts, and the right to gain any by running a program.
// It calls the kernel and nothing else. What fails shows in /proc, where the sender looks.
static inline void cseccomp_give_up_capabilities(int signal) {
    (void)signal;
    int error = errno;
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}, {0, 0, 0}};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    syscall(SYS_capset, &header, none);
    errno = error;
}
static inline int cseccomp_signal_thread(int thread, int signal) { return (int)syscall(SYS_tgkill, getpid(), thread, signal); }
// No core dump has this process's memory, and only root can read it.
static inline int cseccomp_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
// Keeps the programs that the calling thread, and those that it begins, will ever run from gaining capabilities.
static inline void cseccomp_drop_bounding_set(void) {
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
}

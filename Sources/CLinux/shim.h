// Linux interfaces that Swift's Glibc module does not re-export, and macros that Swift cannot see.
#pragma once
#include <crypt.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <malloc.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

/// Names the calling thread for debuggers; the kernel keeps 15 bytes.
static inline void clinux_set_thread_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

/// Asks for the calling thread to run for `nanoseconds` at a time, and so to be let in before those who want longer (sched(7),
/// sched_setattr(2)). Linux before 6.12 ignores it; whoever was given another policy than the usual one keeps that as it is.
static inline void clinux_set_slice(unsigned long long nanoseconds) {
  struct {
    unsigned int size, policy;
    unsigned long long flags;
    int nice;
    unsigned int priority;
    unsigned long long runtime, deadline, period;
  } attributes;
  if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0 || attributes.policy != 0) return;
  attributes.runtime = nanoseconds;
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}

/// Has the calling thread compute without haste: when it wakes it interrupts nobody, and others have the processor sooner (SCHED_BATCH of
/// sched(7), nice(2)).
static inline void clinux_compute_in_background(int niceness) {
  const struct sched_param parameters = {0};
  const int batch = 3;  // SCHED_BATCH, which glibc shows only to those who define _GNU_SOURCE
  sched_setscheduler(0, batch, &parameters);
  (void)!nice(niceness);
}

// Behind _GNU_SOURCE, which a module's header cannot define without disturbing others.
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int pipe2(int ends[2], int flags);
int setresuid(uid_t real, uid_t effective, uid_t saved);
int setresgid(gid_t real, gid_t effective, gid_t saved);

// Macros with a type inside, which Swift does not import. Sources: linux/if_tun.h, linux/sockios.h.
static const unsigned long CLINUX_TUNSETIFF = TUNSETIFF;
static const unsigned long CLINUX_TUNSETVNETHDRSZ = TUNSETVNETHDRSZ;
static const unsigned long CLINUX_TUNGETIFF = TUNGETIFF;
static const unsigned long CLINUX_TUNSETCARRIER = TUNSETCARRIER;
static const unsigned long CLINUX_SIOCGIFMTU = SIOCGIFMTU;
static const unsigned long CLINUX_SIOCGIFFLAGS = SIOCGIFFLAGS;

// Linux 6.2 brought UDP segmentation; the headers may be older.
static const int CLINUX_TUN_F_USO = 0x20 | 0x40;
static inline int clinux_set_tun_offload(int descriptor, unsigned long flags) { return ioctl(descriptor, TUNSETOFFLOAD, flags); }

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
#include <sys/timerfd.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

/// Names the calling thread for debuggers; the kernel keeps 15 bytes.
static inline void clinux_set_thread_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

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

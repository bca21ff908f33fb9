// Linux interfaces that Swift's Glibc module does not re-export, and macros that Swift cannot see.
#pragma once
#include <crypt.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <linux/if_tun.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

/// Names the calling thread for debuggers; the kernel keeps 15 bytes.
static inline void clinux_set_thread_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

// Behind _GNU_SOURCE, which a module's header cannot define without disturbing others.
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);

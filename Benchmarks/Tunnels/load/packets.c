// packets send ADDRESS RATE SECONDS    sends 64-byte UDP datagrams, RATE a second or as fast as it can (0); prints how many
// packets receive                      prints "ready", and how many came, when none has come for a while
//
// No datagram can be joined with the one before it, because their times to live differ.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

enum { port = 9, batch = 32, size = 64, room = 2048 };

static struct mmsghdr messages[batch];
static struct iovec parts[batch];
static char bytes[batch][room];
static union { struct cmsghdr header; char room[CMSG_SPACE(sizeof(int))]; } lifetimes[batch];

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void prepare(size_t length, int differ) {
    for (int index = 0; index < batch; index++) {
        struct msghdr *message = &messages[index].msg_hdr;
        parts[index] = (struct iovec){bytes[index], length};
        message->msg_iov = &parts[index];
        message->msg_iovlen = 1;
        if (!differ) continue;
        int lifetime = 63 + index % 2;
        lifetimes[index].header = (struct cmsghdr){CMSG_LEN(sizeof lifetime), IPPROTO_IP, IP_TTL};
        memcpy(CMSG_DATA(&lifetimes[index].header), &lifetime, sizeof lifetime);
        message->msg_control = &lifetimes[index];
        message->msg_controllen = sizeof lifetimes[index];
    }
}

static void wait_for(double moment) {
    double rest = moment - now();
    // A sleep takes longer than it says, and what is shorter is not worth one.
    if (rest < 15e-6) return;
    nanosleep(&(struct timespec){.tv_nsec = (long)(rest * 1e9)}, NULL);
}

static long send_all(int peer, double rate, double seconds) {
    long sent = 0;
    double begin = now();
    prctl(PR_SET_TIMERSLACK, 1000);
    prepare(size, 1);
    unsigned once = rate > 0 && rate < 64000 ? 2 : batch;
    while (now() < begin + seconds) {
        if (rate > 0) wait_for(begin + (double)sent / rate);
        if (rate > 0 && begin + (double)sent / rate > now()) continue;
        int count = sendmmsg(peer, messages, once, 0);
        // A full queue loses a datagram, and a port that nobody listens on says so: both are the receiver's to count.
        if (count > 0) sent += count;
        else if (errno != ENOBUFS && errno != EAGAIN && errno != ECONNREFUSED) exit(1);
    }
    return sent;
}

static long receive_all(int peer) {
    struct timeval first = {.tv_sec = 3}, others = {.tv_usec = 200000};
    int large = 8 << 20;
    long received = 0;
    setsockopt(peer, SOL_SOCKET, SO_RCVBUFFORCE, &large, sizeof large);
    setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &first, sizeof first);
    prepare(room, 0);
    puts("ready");
    fflush(stdout);
    for (int count; (count = recvmmsg(peer, messages, batch, MSG_WAITFORONE, NULL)) > 0;) {
        if (received == 0) setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &others, sizeof others);
        received += count;
    }
    return received;
}

int main(int count, char **words) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int peer = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (count == 2 && bind(peer, (struct sockaddr *)&address, sizeof address) == 0) {
        printf("%ld\n", receive_all(peer));
    } else if (count == 5 && inet_pton(AF_INET, words[2], &address.sin_addr) == 1
               && connect(peer, (struct sockaddr *)&address, sizeof address) == 0) {
        printf("%ld\n", send_all(peer, atof(words[3]), atof(words[4])));
    } else {
        fprintf(stderr, "usage: packets send ADDRESS RATE SECONDS | packets receive\n");
        return 64;
    }
}

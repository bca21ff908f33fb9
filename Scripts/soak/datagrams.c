// datagrams send ADDRESS      sends small UDP datagrams as fast as it can, until it is killed
// datagrams receive COUNT     ends when it has received so many, and fails when none comes for ten seconds
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

enum { port = 9, batch = 64, size = 18 };

static struct mmsghdr messages[batch];
static struct iovec parts[batch];
static char bytes[batch][2048];

static void prepare(size_t length) {
    for (int index = 0; index < batch; index++) {
        parts[index] = (struct iovec){bytes[index], length};
        messages[index].msg_hdr.msg_iov = &parts[index];
        messages[index].msg_hdr.msg_iovlen = 1;
    }
}

static int send_all(int peer, const struct sockaddr_in *address) {
    if (connect(peer, (const struct sockaddr *)address, sizeof *address) != 0) return 1;
    prepare(size);
    // Nobody may listen yet, and a full queue is no error: what counts is what arrives.
    for (;;) sendmmsg(peer, messages, batch, 0);
}

static int receive_all(int peer, const struct sockaddr_in *address, long wanted) {
    struct timeval patience = {.tv_sec = 10};
    int room = 4 << 20;
    setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(peer, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    if (bind(peer, (const struct sockaddr *)address, sizeof *address) != 0) return 1;
    prepare(sizeof bytes[0]);
    while (wanted > 0) {
        int count = recvmmsg(peer, messages, batch, MSG_WAITFORONE, NULL);
        if (count < 0) return 1;
        wanted -= count;
    }
    return 0;
}

int main(int count, char **words) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int peer = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int status = 2;
    if (count == 3 && strcmp(words[1], "receive") == 0) status = receive_all(peer, &address, atol(words[2]));
    if (count == 3 && strcmp(words[1], "send") == 0 && inet_pton(AF_INET, words[2], &address.sin_addr) == 1)
        status = send_all(peer, &address);
    if (status == 2) fprintf(stderr, "usage: datagrams send ADDRESS | datagrams receive COUNT\n");
    if (status == 1) perror("datagrams");
    return status;
}

// limit plain|joined|tls server|client TAP ADDRESS PORT [CERTIFICATE KEY]
//
// The simplest program that carries Ethernet frames in our wire format, without the HTTP upgrade: one binary WebSocket message a
// frame, masked by the client. It shows how fast a tunnel can be on a machine. `plain` makes one system call a frame; `joined`
// takes super-frames from the TAP and gives it such, which it segments and joins itself; `tls` is `joined` over TLS 1.3.
#include "limit.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { ingress_size = enough_received + 2 * largest_frame };

static int tap;
static bool joins;
static struct connection *connection;
static struct queue egress;
static uint8_t *scratch;
static struct { uint8_t *bytes; size_t count; } ingress;

_Noreturn void fail(const char *what) {
    fprintf(stderr, "limit: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void enqueue(size_t count) {
    const struct virtio_net_hdr *header = (struct virtio_net_hdr *)scratch;
    if (joins) return segment(header, scratch + sizeof *header, count - sizeof *header, &egress);
    memcpy(queue_begin(&egress, count), scratch, count);
    queue_end(&egress, count);
}

// Returns whether all is sent.
static bool send_queued(void) {
    while (egress.start < egress.end) {
        long sent = connection_send(connection, egress.bytes + egress.start, egress.end - egress.start);
        if (sent < 0) exit(0);
        if (sent == 0) return false;
        egress.start += (size_t)sent;
    }
    egress.start = egress.end = 0;
    long flushed = connection_flush(connection);
    if (flushed < 0) exit(0);
    return flushed > 0;
}

static bool tap_to_connection(void) {
    while (egress.end < enough_queued) {
        ssize_t count = read(tap, scratch, largest_frame + sizeof(struct virtio_net_hdr));
        if (count <= 0) break;
        enqueue((size_t)count);
    }
    return send_queued();
}

static void deliver(uint8_t *frame, size_t length) {
    if (length < ethernet_header) return;
    if (joins) return join(tap, frame, length);
    if (write(tap, frame, length) < 0) return;
}

static void connection_to_tap(void) {
    long count;
    do {
        count = connection_receive(connection, ingress.bytes + ingress.count, ingress_size - ingress.count);
        if (count < 0) exit(0);
        ingress.count += (size_t)count;
        size_t taken = messages_take(ingress.bytes, ingress.count, deliver);
        if (joins) join_flush(tap);
        memmove(ingress.bytes, ingress.bytes + taken, ingress.count - taken);
        ingress.count -= taken;
    } while (count > 0 && connection_keeps(connection));
}

static int open_socket(bool is_client, const char *host, const char *port) {
    int one = 1, connected = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) fail(host);
    if (is_client) {
        if (connect(connected, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    } else {
        int listening = connected;
        setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        if (bind(listening, (struct sockaddr *)&address, sizeof address) != 0 || listen(listening, 1) != 0) fail("bind");
        connected = accept(listening, NULL, NULL);
        close(listening);
    }
    setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return connected;
}

static void watch(int poll, int operation, int descriptor, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = descriptor};
    if (epoll_ctl(poll, operation, descriptor, &event) != 0) fail("epoll_ctl");
}

static void run(int socket) {
    int poll = epoll_create1(0);
    bool is_blocked = false;
    watch(poll, EPOLL_CTL_ADD, tap, EPOLLIN);
    watch(poll, EPOLL_CTL_ADD, socket, EPOLLIN);
    connection_to_tap();
    for (;;) {
        struct epoll_event events[2];
        int count = epoll_wait(poll, events, 2, -1);
        for (int index = 0; index < count; index++) {
            bool is_socket = events[index].data.fd == socket;
            if (is_socket && events[index].events & ~EPOLLOUT) connection_to_tap();
            bool was_blocked = is_blocked;
            if (is_socket && is_blocked) is_blocked = !send_queued();
            if (!is_socket && !is_blocked) is_blocked = !tap_to_connection();
            if (was_blocked == is_blocked) continue;
            watch(poll, EPOLL_CTL_MOD, tap, is_blocked ? 0 : EPOLLIN);
            watch(poll, EPOLL_CTL_MOD, socket, is_blocked ? EPOLLIN | EPOLLOUT : EPOLLIN);
        }
    }
}

int main(int count, char **words) {
    if (count < 6) {
        fprintf(stderr, "usage: limit plain|joined|tls server|client TAP ADDRESS PORT [CERTIFICATE KEY]\n");
        return 64;
    }
    bool is_client = strcmp(words[2], "client") == 0, is_secure = strcmp(words[1], "tls") == 0;
    joins = strcmp(words[1], "plain") != 0;
    tap = tap_open(words[3], joins);
    int socket = open_socket(is_client, words[4], words[5]);
    connection = connection_open(socket, is_client, is_secure ? (is_client ? "" : words[6]) : NULL, words[7]);
    queue_open(&egress, is_client);
    scratch = malloc(largest_frame + sizeof(struct virtio_net_hdr));
    ingress.bytes = malloc(ingress_size);
    if (!scratch || !ingress.bytes) fail("malloc");
    run(socket);
}

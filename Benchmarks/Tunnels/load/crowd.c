// crowd ADDRESS PORT idle CLIENTS
// crowd ADDRESS PORT talk CLIENTS TALKERS STATIONS SECONDS
// crowd ADDRESS PORT broadcast CLIENTS SECONDS RATE
//
// Many WebSocket clients without an interface, in one process. All connect, and answer pings. `idle` prints "ready" and stays.
// With `talk` the first TALKERS of them send 60-byte frames to one another through the server, as fast as it takes them, from and
// to STATIONS addresses that are spread over the talkers. With `broadcast` one sends RATE broadcasts a second. Both print how many
// frames were sent, how many came, and the seconds that took.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    frame_size = 60,
    header_size = 6, // two bytes and the mask's four
    message_size = header_size + frame_size,
    burst = 32,
    room = 8192,
    binary = 0x82,
    ping = 0x89,
    pong = 0x8a,
    masked = 0x80,
};

struct client {
    int socket;
    // The beginning of a message whose end has not come, or of a burst that did not fit the socket.
    uint8_t *received;
    size_t received_count;
    uint8_t unsent[burst * message_size];
    size_t unsent_start, unsent_end;
};

static const uint8_t mask[4] = {0x5a, 0xa5, 0x3c, 0xc3};
static struct client *clients;
static int client_count, events;
static long frames_sent, frames_received;

static void fail(const char *what) {
    fprintf(stderr, "crowd: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void shake_hands(int socket) {
    static const char request[] = "GET / HTTP/1.1\r\nHost: crowd\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    char answer[1024];
    if (send(socket, request, sizeof request - 1, MSG_NOSIGNAL) < 0) fail("send");
    // Byte by byte, to leave what follows the head where it is.
    size_t count = 0;
    while (count < sizeof answer && recv(socket, answer + count, 1, 0) == 1) {
        count++;
        if (count >= 4 && memcmp(answer + count - 4, "\r\n\r\n", 4) == 0) break;
    }
    if (count < 12 || memcmp(answer, "HTTP/1.1 101", 12) != 0) fail("the server refuses");
}

static void connect_all(const char *host, const char *port) {
    struct rlimit descriptors = {(rlim_t)client_count + 64, (rlim_t)client_count + 64};
    if (setrlimit(RLIMIT_NOFILE, &descriptors) != 0) fail("setrlimit");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) fail(host);
    clients = calloc((size_t)client_count, sizeof *clients);
    events = epoll_create1(EPOLL_CLOEXEC);
    int one = 1;
    for (struct client *client = clients; client < clients + client_count; client++) {
        client->received = malloc(room);
        client->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(client->socket, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
        setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        shake_hands(client->socket);
        fcntl(client->socket, F_SETFL, O_NONBLOCK);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
        if (epoll_ctl(events, EPOLL_CTL_ADD, client->socket, &event) != 0) fail("epoll_ctl");
    }
}

static void answer_ping(struct client *client, const uint8_t *payload, size_t length) {
    uint8_t message[header_size + 125] = {pong, (uint8_t)(masked | length)};
    memcpy(message + 2, mask, sizeof mask);
    for (size_t index = 0; index < length; index++) message[header_size + index] = payload[index] ^ mask[index % 4];
    // Between two frames only: a burst that is half sent has the next word, and the next ping the next answer.
    if (client->unsent_start == client->unsent_end) send(client->socket, message, header_size + length, MSG_NOSIGNAL);
}

static size_t take_messages(struct client *client) {
    uint8_t *bytes = client->received;
    size_t count = client->received_count, taken = 0;
    while (count - taken >= 4) {
        uint8_t *header = bytes + taken;
        size_t length = header[1], header_length = 2;
        if (length == 126) {
            length = (size_t)header[2] << 8 | header[3];
            header_length = 4;
        }
        if (count - taken < header_length + length) break;
        if (header[0] == binary) frames_received++;
        if (header[0] == ping) answer_ping(client, header + header_length, length);
        taken += header_length + length;
    }
    return taken;
}

static void receive(struct client *client) {
    ssize_t count = recv(client->socket, client->received + client->received_count, room - client->received_count, 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) fail("the server has left");
    client->received_count += (size_t)count;
    size_t taken = take_messages(client);
    memmove(client->received, client->received + taken, client->received_count - taken);
    client->received_count -= taken;
}

static void receive_from_all(int milliseconds) {
    struct epoll_event ready[256];
    int count = epoll_wait(events, ready, 256, milliseconds);
    for (int index = 0; index < count; index++) receive(ready[index].data.ptr);
}

// The address of a station: locally administered, with its number at the end.
static void put_address(uint8_t *place, uint32_t station) {
    uint8_t address[6] = {0x02, 0, (uint8_t)(station >> 24), (uint8_t)(station >> 16), (uint8_t)(station >> 8), (uint8_t)station};
    memcpy(place, address, sizeof address);
}

static void put_message(uint8_t *message, const uint8_t *destination, uint32_t source) {
    uint8_t *frame = message + header_size;
    memset(frame, 0, frame_size);
    memcpy(frame, destination, 6);
    put_address(frame + 6, source);
    frame[12] = 0x88;
    frame[13] = 0xb5;
    message[0] = binary;
    message[1] = masked | frame_size;
    memcpy(message + 2, mask, sizeof mask);
    for (size_t index = 0; index < frame_size; index++) frame[index] ^= mask[index % 4];
}

// Sends what is left of the last burst; returns whether there is room for another.
static bool send_rest(struct client *client) {
    size_t rest = client->unsent_end - client->unsent_start;
    if (rest == 0) return true;
    ssize_t count = send(client->socket, client->unsent + client->unsent_start, rest, MSG_NOSIGNAL);
    if (count > 0) client->unsent_start += (size_t)count;
    return client->unsent_start == client->unsent_end;
}

static void send_burst(struct client *client, int count) {
    client->unsent_start = 0;
    client->unsent_end = (size_t)count * message_size;
    frames_sent += count;
    send_rest(client);
}

// Waits until so many frames have come in all, or none has for a second.
static void await_frames(long wanted) {
    for (double last = now(); frames_received < wanted && now() < last + 1;) {
        long before = frames_received;
        receive_from_all(10);
        if (frames_received > before) last = now();
    }
}

// Each station says once that it is there, to one that has said so to all: the others need not hear it.
static void announce(int talkers, uint32_t stations) {
    uint8_t first[6], everybody[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    put_address(first, 0);
    for (uint32_t station = 0; station < stations; station++) {
        struct client *client = &clients[station % (uint32_t)talkers];
        while (!send_rest(client)) receive_from_all(0);
        put_message(client->unsent, station == 0 ? everybody : first, station);
        send_burst(client, 1);
        if (station == 0) await_frames(client_count - 1);
        receive_from_all(0);
    }
    // The first talker's other stations are behind the same port as the first: the server carries nothing between them.
    await_frames(client_count - 1 + (long)(stations - (stations + (uint32_t)talkers - 1) / (uint32_t)talkers));
}

static void talk(int talkers, uint32_t stations, double seconds) {
    uint32_t turn = 0;
    announce(talkers, stations);
    frames_sent = frames_received = 0;
    for (double end = now() + seconds; now() < end;) {
        for (int index = 0; index < talkers; index++) {
            struct client *client = &clients[index];
            if (!send_rest(client)) continue;
            for (int place = 0; place < burst; place++) {
                // Co-prime steps visit all stations, in no order that a cache would like.
                uint8_t destination[6];
                uint32_t source = (uint32_t)index, target = (uint32_t)((turn++ * 7919ull) % stations);
                if (target % (uint32_t)talkers == source) target = (target + 1) % stations;
                put_address(destination, target);
                put_message(client->unsent + place * message_size, destination, source);
            }
            send_burst(client, burst);
            receive_from_all(0);
        }
    }
}

static void broadcast(double seconds, double rate) {
    uint8_t everybody[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    double begin = now();
    while (now() < begin + seconds) {
        if (begin + (double)frames_sent / rate <= now() && send_rest(&clients[0])) {
            put_message(clients[0].unsent, everybody, 0);
            send_burst(&clients[0], 1);
        }
        receive_from_all(1);
    }
}

int main(int count, char **words) {
    const char *what = count > 4 ? words[3] : "";
    client_count = count > 4 ? atoi(words[4]) : 0;
    bool is_idle = count == 5 && strcmp(what, "idle") == 0;
    bool talks = count == 8 && strcmp(what, "talk") == 0;
    if (client_count < 1 || (!is_idle && !talks && !(count == 7 && strcmp(what, "broadcast") == 0))) {
        fprintf(stderr, "usage: crowd ADDRESS PORT idle|talk|broadcast CLIENTS [TALKERS STATIONS SECONDS | SECONDS RATE]\n");
        return 64;
    }
    connect_all(words[1], words[2]);
    puts("ready");
    fflush(stdout);
    while (is_idle) receive_from_all(-1);
    double begin = now();
    if (talks) talk(atoi(words[5]), (uint32_t)atoi(words[6]), atof(words[7]));
    else broadcast(atof(words[5]), atof(words[6]));
    double seconds = talks ? atof(words[7]) : now() - begin;
    printf("%ld %ld %.4f\n", frames_sent, frames_received, seconds);
}

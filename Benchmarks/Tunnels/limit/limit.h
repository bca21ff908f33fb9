// The parts of the limit program, in the order a frame travels: tap → segment → queue → connection → join → tap.
#ifndef LIMIT_H
#define LIMIT_H

#include <linux/virtio_net.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef VIRTIO_NET_HDR_GSO_UDP_L4
#define VIRTIO_NET_HDR_GSO_UDP_L4 5
#endif

enum {
    largest_frame = 65535 + 18,
    // Bytes that wait for the socket before no more is read from the TAP.
    enough_queued = 256 * 1024,
    // Bytes that one receive may return.
    enough_received = 256 * 1024,
    ethernet_header = 14,
    udp_header = 8,
};

// Messages, one behind the other.
struct queue {
    uint8_t *bytes;
    size_t start, end;
    bool masks;
};

void queue_open(struct queue *queue, bool masks);
// Begins a message of `length` bytes; returns where its payload goes.
uint8_t *queue_begin(struct queue *queue, size_t length);
// Ends the message that was begun last: masks it, if we are a client (RFC 6455 §5.3).
void queue_end(struct queue *queue, size_t length);

// Takes the whole messages out of `bytes`, unmasked where they stand; returns how many bytes they were.
size_t messages_take(uint8_t *bytes, size_t count, void (*deliver)(uint8_t *frame, size_t length));

// The ones' complement sum of bytes as they stand in memory (RFC 1071), and its 16 bits.
uint64_t sum(const uint8_t *bytes, size_t count);
uint64_t sum_copying(uint8_t *target, const uint8_t *source, size_t count);
uint16_t folded(uint64_t sum);
// The term of the pseudo-header without its length (RFC 9293 §3.1, RFC 8200 §8.1).
uint64_t sum_of_addresses(const uint8_t *frame, bool is_ipv6, bool is_udp);

// Opens a TAP, with super-frames and partial checksums both ways if it `offloads`.
int tap_open(const char *name, bool offloads);

// Cuts a super-frame into frames that fit the interface, with whole checksums, each a message in the queue.
void segment(const struct virtio_net_hdr *header, uint8_t *frame, size_t length, struct queue *queue);

// Holds a frame until `join_flush` if the ones before or behind it can be joined with it, and writes it at once if not.
void join(int tap, uint8_t *frame, size_t length);
void join_flush(int tap);

// The connection: a socket, or TLS 1.3 over one. They return 0 for "not now" and -1 for the end.
struct connection;
struct connection *connection_open(int socket, bool is_client, const char *certificate, const char *key);
long connection_send(struct connection *connection, const uint8_t *bytes, size_t count);
long connection_flush(struct connection *connection);
long connection_receive(struct connection *connection, uint8_t *bytes, size_t room);
// Whether more has been received than was returned, so that no wait for the socket would tell of it.
bool connection_keeps(struct connection *connection);

_Noreturn void fail(const char *what);

static inline uint16_t read16(const uint8_t *bytes) { return (uint16_t)(bytes[0] << 8 | bytes[1]); }
static inline uint32_t read32(const uint8_t *bytes) { return (uint32_t)read16(bytes) << 16 | read16(bytes + 2); }

static inline void write16(uint8_t *bytes, size_t value) {
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

static inline void write32(uint8_t *bytes, uint32_t value) {
    write16(bytes, value >> 16);
    write16(bytes + 2, value & 0xffff);
}

#endif

#include "limit.h"
#include <arpa/inet.h>
#include <string.h>
#include <sys/uio.h>

enum { flows = 8, most_segments = 64, ack = 0x10, psh = 0x08, dont_fragment = 0x40 };

// Where the headers of a frame are, which is held in the receive buffer.
struct packet {
    uint8_t *frame;
    size_t transport, payload, end;
    bool is_ipv6, is_udp;
};

// Consecutive segments of a flow, which stay where they were received.
static struct run {
    struct packet first;
    int count;
    bool is_complete;
    size_t segment_size, payload_length;
    uint32_t next_sequence;
    uint16_t next_identification;
    struct iovec parts[most_segments + 1];
} runs[flows];

static struct virtio_net_hdr nothing_to_do;

static bool parse(struct packet *packet, uint8_t *frame, size_t length) {
    uint8_t *network = frame + ethernet_header, protocol;
    *packet = (struct packet){.frame = frame, .is_ipv6 = read16(frame + 12) == 0x86dd};
    if (packet->is_ipv6) {
        if (length < ethernet_header + 40 + 8) return false;
        packet->transport = ethernet_header + 40;
        packet->end = packet->transport + read16(network + 4);
        protocol = network[6];
    } else {
        if (read16(frame + 12) != 0x0800 || length < ethernet_header + 20 + 8) return false;
        // No options, and no fragments.
        if (network[0] != 0x45 || (read16(network + 6) & 0xbfff) != 0) return false;
        packet->transport = ethernet_header + 20;
        packet->end = ethernet_header + read16(network + 2);
        protocol = network[9];
    }
    if (packet->end > length) return false;
    uint8_t *transport = frame + packet->transport;
    packet->is_udp = protocol == 17;
    if (packet->is_udp) {
        packet->payload = packet->transport + udp_header;
        return packet->payload <= packet->end && read16(transport + 4) == packet->end - packet->transport && read16(transport + 6);
    }
    if (protocol != 6 || packet->transport + 20 > packet->end) return false;
    packet->payload = packet->transport + (size_t)(transport[12] >> 4) * 4;
    return packet->payload <= packet->end;
}

static bool is_intact(const struct packet *packet) {
    size_t length = packet->end - packet->transport;
    uint64_t total = sum_of_addresses(packet->frame, packet->is_ipv6, packet->is_udp) + htons((uint16_t)length);
    return folded(total + sum(packet->frame + packet->transport, length)) == 0xffff;
}

static bool is_joinable(const struct packet *packet) {
    bool is_plain = packet->is_udp || (packet->frame[packet->transport + 13] & ~psh) == ack;
    return is_plain && packet->payload < packet->end && is_intact(packet);
}

static bool same(const struct packet *one, const struct packet *other, size_t offset, size_t count) {
    return memcmp(one->frame + offset, other->frame + offset, count) == 0;
}

static bool is_same_flow(const struct packet *one, const struct packet *other) {
    size_t addresses = ethernet_header + (one->is_ipv6 ? 8 : 12);
    return one->is_udp == other->is_udp && one->is_ipv6 == other->is_ipv6 && same(one, other, 0, 12)
        && same(one, other, addresses, one->transport + 4 - addresses);
}

// Whether nothing but what must differ does: lengths, identification, sequence and checksums.
static bool has_same_headers(const struct packet *one, const struct packet *other) {
    size_t network = ethernet_header, transport = one->transport;
    if (one->payload != other->payload) return false;
    bool is_same = one->is_ipv6 ? same(one, other, network, 4) && same(one, other, network + 7, 1)
                                : same(one, other, network + 1, 1) && same(one, other, network + 6, 3);
    return is_same && (one->is_udp || (same(one, other, transport + 8, 5) && same(one, other, transport + 14, 2)
                                       && same(one, other, transport + 18, one->payload - transport - 18)));
}

static bool continues(const struct packet *packet, const struct run *run) {
    const uint8_t *network = packet->frame + ethernet_header;
    size_t length = packet->end - packet->payload;
    if (run->is_complete || run->count == most_segments || length > run->segment_size) return false;
    if (run->first.payload + run->payload_length + length > largest_frame - 18) return false;
    if (!packet->is_udp && read32(packet->frame + packet->transport + 4) != run->next_sequence) return false;
    if (!packet->is_ipv6 && !(network[6] & dont_fragment) && read16(network + 4) != run->next_identification) return false;
    return has_same_headers(packet, &run->first);
}

// Makes the first segment's headers those of the whole, with a partial checksum.
static struct virtio_net_hdr complete(const struct run *run) {
    const struct packet *first = &run->first;
    uint8_t *network = first->frame + ethernet_header, *transport = first->frame + first->transport;
    size_t length = first->payload + run->payload_length, transport_length = length - first->transport;
    if (first->is_ipv6) {
        write16(network + 4, transport_length);
    } else {
        write16(network + 2, length - ethernet_header);
        memset(network + 10, 0, 2);
        uint16_t checksum = (uint16_t)~folded(sum(network, 20));
        memcpy(network + 10, &checksum, 2);
    }
    if (first->is_udp) write16(transport + 4, transport_length);
    uint64_t total = sum_of_addresses(first->frame, first->is_ipv6, first->is_udp) + htons((uint16_t)transport_length);
    uint16_t partial = folded(total);
    memcpy(transport + (first->is_udp ? 6 : 16), &partial, 2);
    return (struct virtio_net_hdr){
        .flags = VIRTIO_NET_HDR_F_NEEDS_CSUM,
        .gso_type = first->is_udp ? VIRTIO_NET_HDR_GSO_UDP_L4 : first->is_ipv6 ? VIRTIO_NET_HDR_GSO_TCPV6 : VIRTIO_NET_HDR_GSO_TCPV4,
        .hdr_len = (uint16_t)first->payload,
        .gso_size = (uint16_t)run->segment_size,
        .csum_start = (uint16_t)first->transport,
        .csum_offset = first->is_udp ? 6 : 16,
    };
}

static void put(int tap, struct virtio_net_hdr *header, struct iovec *parts, int count) {
    parts[0] = (struct iovec){header, sizeof *header};
    // A frame that the kernel does not take is lost, as on any cable.
    if (writev(tap, parts, count) < 0) return;
}

static void put_alone(int tap, uint8_t *frame, size_t length) {
    struct iovec parts[2] = {{0}, {frame, length}};
    put(tap, &nothing_to_do, parts, 2);
}

static void finish(int tap, struct run *run) {
    struct virtio_net_hdr header = run->count > 1 ? complete(run) : nothing_to_do;
    put(tap, &header, run->parts, run->count + 1);
    run->count = 0;
}

static void begin(struct run *run, const struct packet *packet) {
    const uint8_t *transport = packet->frame + packet->transport;
    size_t length = packet->end - packet->payload;
    run->first = *packet;
    run->count = 1;
    run->is_complete = !packet->is_udp && transport[13] & psh;
    run->segment_size = run->payload_length = length;
    run->next_sequence = packet->is_udp ? 0 : read32(transport + 4) + (uint32_t)length;
    run->next_identification = (uint16_t)(read16(packet->frame + ethernet_header + 4) + 1);
    run->parts[1] = (struct iovec){packet->frame, packet->end};
}

static void append(struct run *run, const struct packet *packet) {
    size_t length = packet->end - packet->payload;
    run->parts[++run->count] = (struct iovec){packet->frame + packet->payload, length};
    run->payload_length += length;
    run->next_sequence += (uint32_t)length;
    run->next_identification++;
    uint8_t pushed = packet->is_udp ? 0 : packet->frame[packet->transport + 13] & psh;
    if (pushed) run->first.frame[run->first.transport + 13] |= psh;
    run->is_complete = pushed || length < run->segment_size;
}

void join(int tap, uint8_t *frame, size_t length) {
    struct packet packet;
    if (!parse(&packet, frame, length)) {
        join_flush(tap);
        return put_alone(tap, frame, length);
    }
    struct run *own = NULL, *free = NULL;
    for (struct run *run = runs; run < runs + flows; run++) {
        if (run->count == 0) free = run;
        else if (is_same_flow(&packet, &run->first)) own = run;
    }
    bool can_be_held = is_joinable(&packet);
    if (own && can_be_held && continues(&packet, own)) return append(own, &packet);
    if (own) finish(tap, free = own);
    if (!can_be_held) return put_alone(tap, frame, length);
    if (!free) {
        join_flush(tap);
        free = runs;
    }
    begin(free, &packet);
}

void join_flush(int tap) {
    for (struct run *run = runs; run < runs + flows; run++)
        if (run->count > 0) finish(tap, run);
}

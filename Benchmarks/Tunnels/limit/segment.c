#include "limit.h"
#include <arpa/inet.h>
#include <string.h>

enum { fin = 0x01, psh = 0x08, cwr = 0x80 };

// What all frames of a super-frame have in common.
struct burst {
    uint8_t *frame;
    size_t transport, payload, end, segment_size;
    bool is_ipv6, is_udp;
    uint64_t address_sum;
};

static void complete_checksum(const struct virtio_net_hdr *header, uint8_t *frame, size_t length) {
    size_t place = header->csum_start + header->csum_offset;
    if (place + 2 > length) return;
    uint16_t checksum = (uint16_t)~folded(sum(frame + header->csum_start, length - header->csum_start));
    if (checksum == 0) checksum = 0xffff;
    memcpy(frame + place, &checksum, 2);
}

static void put_network_header(uint8_t *frame, const struct burst *burst, size_t length, size_t index) {
    uint8_t *network = frame + ethernet_header;
    if (burst->is_ipv6) return write16(network + 4, length - ethernet_header - 40);
    write16(network + 2, length - ethernet_header);
    write16(network + 4, read16(network + 4) + index);
    memset(network + 10, 0, 2);
    uint16_t checksum = (uint16_t)~folded(sum(network, 20));
    memcpy(network + 10, &checksum, 2);
}

static void put_transport_header(uint8_t *transport, const struct burst *burst, size_t offset, size_t count) {
    if (burst->is_udp) return write16(transport + 4, udp_header + count);
    write32(transport + 4, read32(transport + 4) + (uint32_t)offset);
    if (offset > 0) transport[13] &= (uint8_t)~cwr;
    if (burst->payload + offset + count < burst->end) transport[13] &= (uint8_t)~(fin | psh);
}

static void put_segment(const struct burst *burst, size_t offset, size_t count, struct queue *queue) {
    size_t length = burst->payload + count, transport_length = length - burst->transport;
    uint8_t *frame = queue_begin(queue, length), *transport = frame + burst->transport;
    memcpy(frame, burst->frame, burst->payload);
    uint64_t total = burst->address_sum + htons((uint16_t)transport_length);
    total += sum_copying(frame + burst->payload, burst->frame + burst->payload + offset, count);
    put_network_header(frame, burst, length, offset / burst->segment_size);
    put_transport_header(transport, burst, offset, count);
    uint8_t *place = transport + (burst->is_udp ? 6 : 16);
    memset(place, 0, 2);
    uint16_t checksum = (uint16_t)~folded(total + sum(transport, burst->payload - burst->transport));
    if (checksum == 0 && burst->is_udp) checksum = 0xffff;
    memcpy(place, &checksum, 2);
    queue_end(queue, length);
}

void segment(const struct virtio_net_hdr *header, uint8_t *frame, size_t length, struct queue *queue) {
    uint8_t type = header->gso_type & ~VIRTIO_NET_HDR_GSO_ECN;
    if (type == VIRTIO_NET_HDR_GSO_NONE) {
        if (header->flags & VIRTIO_NET_HDR_F_NEEDS_CSUM) complete_checksum(header, frame, length);
        memcpy(queue_begin(queue, length), frame, length);
        return queue_end(queue, length);
    }
    bool is_udp = type == VIRTIO_NET_HDR_GSO_UDP_L4, is_ipv6 = read16(frame + 12) == 0x86dd;
    size_t transport = header->csum_start;
    struct burst burst = {
        .frame = frame,
        .transport = transport,
        .payload = transport + (is_udp ? udp_header : (size_t)(frame[transport + 12] >> 4) * 4),
        .end = length,
        .segment_size = header->gso_size,
        .is_ipv6 = is_ipv6,
        .is_udp = is_udp,
        .address_sum = sum_of_addresses(frame, is_ipv6, is_udp),
    };
    for (size_t offset = 0; burst.payload + offset < length; offset += burst.segment_size) {
        size_t rest = length - burst.payload - offset;
        put_segment(&burst, offset, rest < burst.segment_size ? rest : burst.segment_size, queue);
    }
}

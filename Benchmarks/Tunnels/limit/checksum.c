#include "limit.h"
#include <arpa/inet.h>
#include <string.h>

typedef uint64_t lanes __attribute__((vector_size(32), aligned(1), may_alias));
static const lanes low_halves = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};

static uint64_t narrowed(uint64_t sum) {
    sum = (sum & UINT32_MAX) + (sum >> 32);
    return (sum & UINT32_MAX) + (sum >> 32);
}

static uint64_t total(lanes sums) {
    return narrowed(sums[0]) + narrowed(sums[1]) + narrowed(sums[2]) + narrowed(sums[3]);
}

static uint64_t sum_of_rest(const uint8_t *bytes, size_t count) {
    uint64_t sum = 0;
    for (; count >= 2; bytes += 2, count -= 2) {
        uint16_t word;
        memcpy(&word, bytes, 2);
        sum += word;
    }
    return count ? sum + *bytes : sum;
}

uint64_t sum(const uint8_t *bytes, size_t count) {
    lanes sums = {0};
    for (; count >= 32; bytes += 32, count -= 32) {
        lanes next = *(const lanes *)bytes;
        sums += (next & low_halves) + (next >> 32);
    }
    return total(sums) + sum_of_rest(bytes, count);
}

uint64_t sum_copying(uint8_t *target, const uint8_t *source, size_t count) {
    lanes sums = {0};
    for (; count >= 32; target += 32, source += 32, count -= 32) {
        lanes next = *(const lanes *)source;
        *(lanes *)target = next;
        sums += (next & low_halves) + (next >> 32);
    }
    memcpy(target, source, count);
    return total(sums) + sum_of_rest(source, count);
}

uint16_t folded(uint64_t sum) {
    sum = narrowed(sum);
    sum = (sum & UINT16_MAX) + (sum >> 16);
    return (uint16_t)((sum & UINT16_MAX) + (sum >> 16));
}

uint64_t sum_of_addresses(const uint8_t *frame, bool is_ipv6, bool is_udp) {
    const uint8_t *network = frame + ethernet_header;
    return (is_ipv6 ? sum(network + 8, 32) : sum(network + 12, 8)) + htons(is_udp ? 17 : 6);
}

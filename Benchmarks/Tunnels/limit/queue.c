#include "limit.h"
#include <stdlib.h>
#include <string.h>

enum { binary_message = 0x82, masked = 0x80, longest_header = 8 };

typedef uint64_t lanes __attribute__((vector_size(32), aligned(1), may_alias));

void queue_open(struct queue *queue, bool masks) {
    // One super-frame may become forty-odd messages, or a thousand if the peer's segments are tiny.
    *queue = (struct queue){.bytes = malloc(enough_queued + 4 * largest_frame), .masks = masks};
    if (!queue->bytes) fail("malloc");
}

static uint32_t random_key(void) {
    static uint64_t state = 0x9e3779b97f4a7c15;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 16);
}

static void apply_mask(uint8_t *bytes, size_t count, uint32_t key) {
    uint64_t twice = key | (uint64_t)key << 32;
    lanes keys = {twice, twice, twice, twice};
    for (; count >= 32; bytes += 32, count -= 32) *(lanes *)bytes ^= keys;
    for (; count >= 4; bytes += 4, count -= 4) {
        uint32_t word;
        memcpy(&word, bytes, 4);
        word ^= key;
        memcpy(bytes, &word, 4);
    }
    for (size_t index = 0; index < count; index++) bytes[index] ^= (uint8_t)(key >> 8 * index);
}

uint8_t *queue_begin(struct queue *queue, size_t length) {
    uint8_t *header = queue->bytes + queue->end;
    uint8_t mask = queue->masks ? masked : 0;
    *header++ = binary_message;
    if (length < 126) {
        *header++ = mask | (uint8_t)length;
    } else {
        *header++ = mask | 126;
        write16(header, length);
        header += 2;
    }
    if (mask) {
        uint32_t key = random_key();
        memcpy(header, &key, 4);
        header += 4;
    }
    queue->end = (size_t)(header - queue->bytes);
    return header;
}

void queue_end(struct queue *queue, size_t length) {
    if (queue->masks) {
        uint32_t key;
        memcpy(&key, queue->bytes + queue->end - 4, 4);
        apply_mask(queue->bytes + queue->end, length, key);
    }
    queue->end += length;
}

size_t messages_take(uint8_t *bytes, size_t count, void (*deliver)(uint8_t *frame, size_t length)) {
    size_t taken = 0;
    while (count - taken >= longest_header) {
        uint8_t *header = bytes + taken;
        size_t length = header[1] & 0x7f, header_length = 2;
        if (length == 127) fail("a message of more than 64 KiB");
        if (length == 126) {
            length = read16(header + 2);
            header_length = 4;
        }
        bool is_masked = header[1] & masked;
        if (is_masked) header_length += 4;
        if (count - taken < header_length + length) break;
        if (is_masked) {
            uint32_t key;
            memcpy(&key, header + header_length - 4, 4);
            apply_mask(header + header_length, length, key);
        }
        deliver(header + header_length, length);
        taken += header_length + length;
    }
    return taken;
}

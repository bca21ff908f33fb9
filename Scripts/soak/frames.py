"""What guests say: WebSocket messages, as bytes that a flood repeats."""

import os
import random
import struct

BROADCAST = b"\xff" * 6
# A protocol for experiments (IEEE 802), which no host answers.
EXPERIMENT = b"\x88\xb5"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def message(payload, opcode=BINARY, final=True, key=b"\0\0\0\0"):
    """A message, or a fragment; a key of zero bytes masks nothing, and is as good as any (RFC 6455 §5.3)."""
    first = (0x80 if final else 0) | opcode
    if len(payload) < 126:
        return struct.pack("!BB", first, 0x80 | len(payload)) + key + payload
    return struct.pack("!BBH", first, 0x80 | 126, len(payload)) + key + payload


def address():
    """A MAC address that nobody has: random, and locally administered."""
    return b"\x06" + os.urandom(5)


def frame(source, destination=BROADCAST, length=60):
    return destination + source + EXPERIMENT + bytes(max(0, length - 14))


# Each makes some hundred messages of one kind for a guest with this address.
FLOODS = {
    "broadcasts": lambda own: b"".join(message(frame(own)) for _ in range(50)),
    "unknown destinations": lambda own: b"".join(message(frame(own, address(), random.randint(60, 1500))) for _ in range(50)),
    "random sources": lambda own: b"".join(message(frame(address(), own)) for _ in range(500)),
    "garbage": lambda own: b"".join(message(os.urandom(random.randint(14, 1500))) for _ in range(50)),
    "frames to itself": lambda own: message(frame(own, own)) * 1000,
    "runts": lambda own: message(b"runt") * 1000 + message(b"") * 1000,
    "pings": lambda own: message(b"?" * 125, PING) * 500,
    "fragments": lambda own: b"".join(
        message(own * 20, BINARY, final=False) + message(b".", CONTINUATION, final=False) * 300 + message(b"", CONTINUATION)
        for _ in range(5)
    ),
    "text": lambda own: message("nonsense äöü".encode(), TEXT) * 500,
}

# Each breaks the protocol.
VIOLATIONS = [
    b"\x82\x05hello",  # without a mask (RFC 6455 §5.1)
    b"\xc2\x80\0\0\0\0",  # with a reserved bit (§5.2)
    b"\x83\x80\0\0\0\0",  # with an opcode that there is not
    b"\x82\xff" + b"\x7f" * 8 + b"\0\0\0\0",  # longer than anybody takes
    b"\x89\xfe\xff\xff\0\0\0\0",  # a ping that is longer than one may be (§5.5)
    b"\x81\x81\0\0\0\0\xff",  # text that is no UTF-8 (§8.1)
]

"""UDP datagrams in bursts: `datagrams.py receive`, then elsewhere `datagrams.py send ADDRESS [MEGABYTES [SIZE]]`.

The kernel of the sender makes super-frames of the bursts, where the interface takes them. Each burst is sent until the receiver has
all of it. Both print the hash of all bursts.
"""

import hashlib
import random
import socket
import struct
import sys

PORT = 9000
SOL_UDP = 17
UDP_SEGMENT = 103
BURST = 40
NUMBER = struct.Struct("!IB")


def receive():
    digest, wanted, parts = hashlib.sha256(), 0, {}
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as peer:
        peer.bind(("", PORT))
        print("ready", flush=True)
        while True:
            datagram, sender = peer.recvfrom(65_536)
            burst, part = NUMBER.unpack_from(datagram)
            if len(datagram) == NUMBER.size:
                peer.sendto(datagram, sender)
                return digest.hexdigest()
            if burst == wanted:
                parts[part] = datagram
            if len(parts) == BURST:
                digest.update(b"".join(parts[part] for part in range(BURST)))
                wanted, parts = wanted + 1, {}
            if burst < wanted and part == BURST - 1:
                peer.sendto(NUMBER.pack(burst, 0), sender)


def deliver(peer, burst, message):
    """Sends until it is acknowledged."""
    while True:
        peer.send(message)
        try:
            while NUMBER.unpack(peer.recv(NUMBER.size))[0] != burst:
                pass
            return
        except TimeoutError:
            pass


def send(address, megabytes=2, size=1200):
    digest, source = hashlib.sha256(), random.Random(1)
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.settimeout(0.2)
        peer.connect((address, PORT))
        peer.setsockopt(SOL_UDP, UDP_SEGMENT, size)
        count = megabytes * 1_000_000 // (size * BURST) + 1
        for burst in range(count):
            filling = source.randbytes(size - NUMBER.size)
            message = b"".join(NUMBER.pack(burst, part) + filling for part in range(BURST))
            digest.update(message)
            deliver(peer, burst, message)
        deliver(peer, count, NUMBER.pack(count, 0))
    return digest.hexdigest()


print(receive() if sys.argv[1] == "receive" else send(sys.argv[2], *map(int, sys.argv[3:])))

"""Sends packets of every length to everybody over one WebSocket connection, and compares what arrives on another, byte for byte.

usage: lengths.py HOST STEP    (of every length one in STEP of the protocols, none if STEP is 0; near a bound all of them)
Says `ready`, `down LENGTH` now and then, and at last `sent COUNT` or `differs WHAT`.
"""

import itertools
import socket
import struct
import sys

from lines import say

PACKET = 65_535  # The longest behind an Ethernet header.
LONGEST = 14 + 4 + PACKET
BOUNDS = [14, 18, 34, 54, 60, 74, 1_514, 1_518, 4_096, 9_014, 16_384, 32_768, 65_535, 65_549, LONGEST]
KINDS = list(itertools.product(["icmp", "tcp", "udp"], [4, 6], [False, True]))
PROTOCOLS = {"icmp": {4: 1, 6: 58}, "tcp": {4: 6, 6: 6}, "udp": {4: 17, 6: 17}}
BATCH = 256 * 1024
NOTHING = bytes(LONGEST + 1)
SOURCE = bytes([2, 0, 0, 0, 0, 1])
PATIENCE = 60


def checksum(*parts):
    total = 0
    for part in parts:
        part = part + b"\0" * (len(part) % 2)
        total += sum(struct.unpack(f"!{len(part) // 2}H", part))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def transport(kind, version, length, sequence):
    """The header of a packet whose payload is zeros, without its checksum, and where that stands."""
    if kind == "tcp":
        return struct.pack("!HHIIBBHHH", 1_000, 2_000, sequence, 1, 0x50, 0x10, 500, 0, 0), 16
    if kind == "udp":
        return struct.pack("!HHHH", 1_000, 2_000, length, 0), 6
    return struct.pack("!BBHHH", 8 if version == 4 else 128, 0, 0, 1, sequence & 0xFFFF), 2


def packet_head(kind, version, length, sequence):
    """The headers of an IP packet of so many bytes; cut off where it is too short for them."""
    protocol = PROTOCOLS[kind][version]
    fixed = 20 if version == 4 else 40
    inner = max(0, length - fixed)
    header, place = transport(kind, version, inner, sequence)
    addresses = bytes([10, 0, 0, 1, 10, 0, 0, 2]) if version == 4 else b"\xfd" + bytes(14) + b"\1\xfd" + bytes(14) + b"\2"
    pseudo = b"" if (kind, version) == ("icmp", 4) else addresses + struct.pack("!II", inner, protocol)
    sum_ = checksum(pseudo, header)
    if kind == "udp" and sum_ == 0:
        sum_ = 0xFFFF
    header = header[:place] + struct.pack("!H", sum_) + header[place + 2 :]
    if version == 6:
        return struct.pack("!IHBB", 6 << 28, inner & 0xFFFF, protocol, 64) + addresses + header
    network = struct.pack("!BBHHHBBH", 0x45, 0, length & 0xFFFF, sequence & 0xFFFF, 0x4000, 64, protocol, 0) + addresses
    return network[:10] + struct.pack("!H", checksum(network)) + network[12:] + header


def frame(length, kind, version, tagged, sequence):
    """A frame of so many bytes, as two parts: headers, and zeros."""
    ethernet = b"\xff" * 6 + SOURCE + (b"\x81\0\0\5" if tagged else b"")
    ethernet += struct.pack("!H", 0x0800 if version == 4 else 0x86DD)
    head = (ethernet + packet_head(kind, version, max(0, length - len(ethernet)), sequence))[:length]
    return head, length - len(head)


def message(head, rest):
    """Masked with a key of zeros."""
    length = len(head) + rest
    if length < 126:
        return struct.pack("!BBI", 0x82, 0x80 | length, 0) + head
    if length < 65_536:
        return struct.pack("!BBHI", 0x82, 0x80 | 126, length, 0) + head
    return struct.pack("!BBQI", 0x82, 0x80 | 127, length, 0) + head


class Connection:
    def __init__(self, host):
        self.socket = socket.create_connection((host, 80), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        self.buffer = bytearray()
        while b"\r\n\r\n" not in self.buffer:
            self.fill(1)
        head, _, rest = bytes(self.buffer).partition(b"\r\n\r\n")
        assert b" 101 " in head
        self.buffer = bytearray(rest)

    def fill(self, count):
        """Has so many bytes in the buffer, or raises TimeoutError."""
        while len(self.buffer) < count:
            received = self.socket.recv(1 << 18)
            if not received:
                raise EOFError
            self.buffer += received

    def take(self, count):
        self.fill(count)
        taken = bytes(self.buffer[:count])
        del self.buffer[:count]
        return taken

    def send(self, frames):
        parts = []
        for head, rest in frames:
            parts += [message(head, rest), memoryview(NOTHING)[:rest]]
        for start in range(0, len(parts), 512):
            chunk = b"".join(parts[start : start + 512])
            self.socket.sendall(chunk)

    def receive(self, wanted=0x82, patience=PATIENCE):
        """The next frame, or message of another kind; pings are answered."""
        while True:
            # Anew behind a ping too: a frame that was lost is missed no later for it.
            self.socket.settimeout(patience)
            self.fill(2)
            self.socket.settimeout(PATIENCE)
            first, length = self.take(2)
            if length == 126:
                (length,) = struct.unpack("!H", self.take(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", self.take(8))
            payload = self.take(length)
            if first == wanted:
                return payload
            if first == 0x89:
                self.socket.sendall(struct.pack("!BBI", 0x8A, 0x80 | length, 0) + payload)


def wanted(step):
    """Lengths, downwards so that one segment may follow another in a run, and what to send of each."""
    for length in range(LONGEST, 13, -1):
        isNear = any(abs(length - bound) <= (9 if bound < 10_000 else 2) for bound in BOUNDS)
        for index, kind in enumerate(KINDS):
            if isNear or step and (length + index) % step == 0:
                yield length, *kind


def is_forwarded(length, tagged):
    return 14 <= length <= LONGEST - (0 if tagged else 4) and not (tagged and length < 18)


def exchange(sender, receiver, batch):
    """Sends frames, and waits for them, in any order: flows may overtake each other.

    A program that has no processor time drops some of what waits for it; that is sent again.
    """
    expected = {}
    for kind, (head, rest) in batch:
        if is_forwarded(len(head) + rest, kind[2]):
            expected.setdefault(kind, []).append((head, rest))
    sender.send([part for _, part in batch])
    arrived_before = []
    while expected:
        try:
            arrived = receiver.receive(patience=0.1)
        except TimeoutError:
            sender.send(itertools.chain(*expected.values()))
            continue
        kind = next((kind for kind, frames in expected.items() if any(is_same(arrived, *frame) for frame in frames)), None)
        if kind is None:
            if arrived[6:12] != SOURCE or arrived in arrived_before or arrived in exchange.late:
                continue  # Of the interface's own, or sent again in vain.
            lengths = {kind: len(head) + rest for kind, [(head, rest), *_] in expected.items()}
            return f"{len(arrived)} bytes {arrived[:80].hex()} where these were expected: {lengths}"
        expected[kind] = [frame for frame in expected[kind] if not is_same(arrived, *frame)]
        arrived_before.append(arrived)
        if not expected[kind]:
            del expected[kind]
    exchange.late = arrived_before
    return None


exchange.late = []


def is_same(arrived, head, rest):
    return len(arrived) == len(head) + rest and arrived.startswith(head) and arrived.endswith(NOTHING[:rest])


def main():
    host, step = sys.argv[1], int(sys.argv[2])
    sender, receiver = Connection(host), Connection(host)
    say("ready")
    sequences = dict.fromkeys(KINDS, 0)
    batch, size, count = [], 0, 0
    for length, *kind in wanted(step):
        kind = tuple(kind)
        batch.append((kind, frame(length, *kind, sequences[kind])))
        payload = max(0, length - 14 - (4 if kind[2] else 0) - (20 if kind[1] == 4 else 40) - 20)
        sequences[kind] = (sequences[kind] + payload) & 0xFFFFFFFF
        (size, count) = (size + length, count + 1)
        if size >= BATCH:
            if difference := exchange(sender, receiver, batch):
                return say("differs", difference)
            batch, size = [], 0
            say("down", length)
    difference = exchange(sender, receiver, batch)
    # One byte more than any frame has ends the connection that it came by, and nothing else.
    sender.send([(b"\xff" * 6 + SOURCE + b"\x81\0\0\5\x88\xb5", LONGEST + 1 - 18)])
    assert sender.receive(0x88) == struct.pack("!H", 1_009)
    receiver.send([(b"\xff" * 6 + b"\2\0\0\0\0\2\x88\xb5", 46)])
    say(*(("differs", difference) if difference else ("sent", count)))


main()

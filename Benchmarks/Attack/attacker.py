"""Somebody with a login who means harm: `attacker.py KIND HOST PORT [AUTHORITY]`, with an authority for TLS.

He stands ready, with his connections open. Commands are lines: `go` has him flood as fast as he can, `stop` pauses him and is answered by
`done BYTES ATTEMPTS`.
"""

import base64
import os
import random
import socket
import ssl
import struct
import sys
import threading
import time

LOGIN = ("mallory", "secret")
OWN = bytes.fromhex("0a6d616c6c79")
BROADCAST = b"\xff" * 6
CONTINUATION, BINARY, PING = 0, 2, 9
SERVER_MAC, VICTIM_MAC = bytes.fromhex("0a0000000001"), bytes.fromhex("0a0000000002")
REQUEST = (
    "GET / HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Basic {}\r\n\r\n"
)


def message(payload, opcode=BINARY, final=True):
    """With a key of zero bytes, which masks nothing, and is as good as any (RFC 6455 §5.3)."""
    first, length = (0x80 if final else 0) | opcode, len(payload)
    head = struct.pack("!BB", first, 0x80 | length) if length < 126 else struct.pack("!BBH", first, 0x80 | 126, length)
    return head + bytes(4) + payload


def frame(source, destination, length):
    """A UDP datagram over IPv4, to where nobody listens."""
    size = max(28, length - 14)
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, size, 0, 0, 64, 17, 0, bytes([10, 77, 0, 9]), bytes([10, 77, 0, 200]))
    total = sum(struct.unpack("!10H", head))
    total = (total & 0xFFFF) + (total >> 16)
    head = head[:10] + struct.pack("!H", ~total & 0xFFFF) + head[12:]
    return destination + source + b"\x08\x00" + head + struct.pack("!HHHH", 9, 9, size - 20, 0) + bytes(size - 28)


def address():
    return b"\x06" + os.urandom(5)


# What is sent again and again, some ten thousand bytes each.
FLOODS = {
    "unknown": lambda: b"".join(message(frame(OWN, address(), 1500)) for _ in range(20)),
    "broadcast": lambda: message(frame(OWN, BROADCAST, 60)) * 500,
    "sources": lambda: b"".join(message(frame(address(), SERVER_MAC, 60)) for _ in range(5000)),
    "tiny": lambda: message(frame(OWN, SERVER_MAC, 60)) * 500,
    "large": lambda: message(frame(OWN, SERVER_MAC, 1500)) * 30,
    "victim": lambda: message(frame(OWN, VICTIM_MAC, 60)) * 500,
    "runts": lambda: message(b"") * 5000,
    "pings": lambda: message(b"", PING) * 5000,
    "fragments": lambda: message(frame(OWN, SERVER_MAC, 60), BINARY, final=False)
    + message(b".", CONTINUATION, final=False) * 1000
    + message(b"", CONTINUATION),
}
# Those who send the same from so many connections.
MANY = {"many": ("tiny", 64), "many-pings": ("pings", 64), "many-elsewhere": ("tiny", 64)}
# So many open connections, each so often a second.
KNOCKERS, KNOCKS = 4, 500


class Attacker:
    def __init__(self, kind, host, port, authority=None):
        self.kind = kind
        self.is_elsewhere = kind.endswith("elsewhere")
        self.server = (host, 9 if self.is_elsewhere else int(port))
        self.tls = ssl.create_default_context(cafile=authority) if authority and not self.is_elsewhere else None
        self.running = threading.Event()
        self.bytes = self.attempts = 0
        flood, self.count = MANY.get(kind, (kind, 1))
        self.content = FLOODS[flood]() if flood in FLOODS else FLOODS["tiny" if kind == "elsewhere" else "pings"]()

    def connect(self):
        connection = socket.create_connection(self.server, timeout=20)
        # Ends without a trace, or there would soon be no port left to connect from.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return self.tls.wrap_socket(connection, server_hostname=self.server[0]) if self.tls else connection

    def join(self, password=LOGIN[1]):
        connection = self.connect()
        login = base64.b64encode(f"{LOGIN[0]}:{password}".encode()).decode()
        connection.sendall(REQUEST.format(self.server[0], login).encode())
        return connection, connection.recv(4096)

    def attack(self):
        """One thread for each connection: a server that reads one of them no more does not keep the others from sending."""
        kind = self.kind.removesuffix("-elsewhere")
        target = {"handshakes": self.shake_hands, "logins": self.guess}.get(kind, self.flood)
        for _ in range(KNOCKERS if target != self.flood else self.count):
            threading.Thread(target=target, daemon=True).start()

    def flood(self):
        if self.is_elsewhere:
            connection = self.connect()
        else:
            connection, answer = self.join()
            # One too many, perhaps: then there are fewer.
            if b" 101 " not in answer:
                return
        connection.settimeout(None)
        if self.kind != "deaf":
            threading.Thread(target=self.listen, args=[connection], daemon=True).start()
        while True:
            self.running.wait()
            connection.sendall(self.content)
            self.bytes += len(self.content)

    def listen(self, connection):
        while connection.recv(1 << 16):
            pass

    def shake_hands(self):
        """Connects, lets the server do the costly part, and leaves."""
        while True:
            self.running.wait()
            self.try_to(lambda: self.connect().close())

    def guess(self):
        while True:
            self.running.wait()
            self.try_to(lambda: self.join(password=str(random.random()))[0].close())

    def try_to(self, act):
        self.attempts += 1
        next = time.monotonic() + 1 / KNOCKS
        try:
            act()
        except OSError:
            pass
        time.sleep(max(0, next - time.monotonic()))


def main():
    attacker = Attacker(*sys.argv[1:])
    attacker.attack()
    print("ready", flush=True)
    for line in sys.stdin:
        if line == "go\n":
            attacker.running.set()
        else:
            attacker.running.clear()
            print("done", attacker.bytes, attacker.attempts, flush=True)
            attacker.bytes = attacker.attempts = 0


main()

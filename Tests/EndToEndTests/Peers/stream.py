"""A TCP stream and its hash: `stream.py receive`, then elsewhere `stream.py send ADDRESS [MEGABYTES [MSS]]`."""

import hashlib
import random
import socket
import sys

PORT = 9000
# Odd, so that what repeats never begins at the same place of a segment.
BLOCK = 1_000_003


def receive():
    digest = hashlib.sha256()
    # Of both families, where the host has both.
    with socket.create_server(("", PORT), family=socket.AF_INET6, dualstack_ipv6=True) as server:
        print("ready", flush=True)
        connection, _ = server.accept()
        while chunk := connection.recv(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def send(address, megabytes=10, mss=0):
    payload = random.Random(1).randbytes(BLOCK)
    digest = hashlib.sha256()
    connection = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    with connection:
        if mss:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, mss)
        connection.connect((address, PORT))
        for _ in range(megabytes):
            connection.sendall(payload)
            digest.update(payload)
    return digest.hexdigest()


print(receive() if sys.argv[1] == "receive" else send(sys.argv[2], *map(int, sys.argv[3:])))

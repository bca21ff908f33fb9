"""A TCP stream of ten megabytes and its hash: `stream.py receive`, then elsewhere `stream.py send ADDRESS`."""

import hashlib
import random
import socket
import sys

PORT = 9000
SIZE = 10_000_000


def receive():
    digest = hashlib.sha256()
    with socket.create_server(("", PORT)) as server:
        print("ready", flush=True)
        connection, _ = server.accept()
        while chunk := connection.recv(65_536):
            digest.update(chunk)
    return digest.hexdigest()


def send(address):
    payload = random.Random(1).randbytes(SIZE)
    with socket.create_connection((address, PORT)) as connection:
        connection.sendall(payload)
    return hashlib.sha256(payload).hexdigest()


print(receive() if sys.argv[1] == "receive" else send(sys.argv[2]))

"""Numbered datagrams: `numbered.py receive`, then elsewhere `numbered.py send ADDRESS [COUNT]`, until its input ends.

The sender sends one, or so many, each millisecond, whether or not there is a way. The receiver prints how many came, how many of them twice,
and how many altered.
"""

import hashlib
import os
import select
import socket
import struct
import sys

PORT = 9001
NUMBER = struct.Struct("!4sQ")


def payload(sender, number):
    """Bytes that depend on the sender and on their number, and so does their length."""
    head = NUMBER.pack(sender, number)
    return (head + hashlib.blake2b(head).digest() * 22)[: NUMBER.size + 64 + number * 7 % 1300]


def input_ended(timeout):
    return bool(select.select([sys.stdin], [], [], timeout)[0])


def send(address, count):
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender = os.urandom(4)
    number = 0
    while not input_ended(0.001):
        for _ in range(count):
            number += 1
            try:
                datagrams.sendto(payload(sender, number), (address, PORT))
            except OSError:
                pass  # There is no way at the moment.
    print("sent", number)


def receive():
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    datagrams.bind(("", PORT))
    print("ready", flush=True)
    seen, twice, altered = set(), 0, 0
    while True:
        ready = select.select([sys.stdin, datagrams], [], [])[0]
        if datagrams in ready:
            data = datagrams.recv(65_536)
            head = data[: NUMBER.size]
            if len(data) < NUMBER.size or data != payload(*NUMBER.unpack(head)):
                altered += 1
            elif head in seen:
                twice += 1
            seen.add(head)
        elif sys.stdin in ready:
            break
    print("received", len(seen), "twice", twice, "altered", altered)


if sys.argv[1] == "receive":
    receive()
else:
    send(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)

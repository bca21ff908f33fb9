"""A newcomer beside a flood of half-open connections: `halfopen.py COUNT HOSTS PREFIX`.

A newcomer connects from the loopback address. Before it sends its request, COUNT others connect, from as many addresses in turn as HOSTS
says, which begin with PREFIX; they say nothing. It says `answer STATUS`, what the newcomer was told, or `answer none`.
"""

import resource
import socket
import sys

from lines import say

REQUEST = (
    "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def half_open(number, prefix):
    connection = socket.socket()
    connection.bind((f"{prefix}{number}", 0))
    connection.connect(("127.0.0.1", 80))
    return connection


def answer(connection):
    try:
        connection.sendall(REQUEST.encode())
        words = connection.recv(4096).split()
        return words[1].decode() if len(words) > 1 else "none"
    except OSError:
        return "none"


def main():
    count, hosts, prefix = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    newcomer = socket.create_connection(("127.0.0.1", 80), timeout=20)
    flood = [half_open(number % hosts + 1, prefix) for number in range(count)]
    say("answer", answer(newcomer))
    del flood
    sys.stdin.read()


main()

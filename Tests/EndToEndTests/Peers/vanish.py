"""Clients that connect in one moment and vanish in one: `vanish.py COUNT ADDRESS,… SERVER`.

They come from all of the addresses. It says `answers STATUS=COUNT …`; for a line of input half of them reset their connections, and it
says `reset`; with the end of its input it ends, and with it the others.
"""

import collections
import selectors
import socket
import struct
import sys

from lines import say

REQUEST = (
    b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def connect(source, server):
    connection = socket.socket()
    connection.setblocking(False)
    connection.bind((source, 0))
    connection.connect_ex((server, 80))
    return connection


def shake_hands(connections):
    """Takes all of them through the handshake at once; answers with what each was told, in three digits."""
    answers = collections.Counter()
    waiting = selectors.DefaultSelector()
    for connection in connections:
        waiting.register(connection, selectors.EVENT_WRITE)
    while waiting.get_map():
        for key, events in waiting.select(20) or sys.exit("no answer"):
            try:
                if events & selectors.EVENT_WRITE:
                    key.fileobj.send(REQUEST)
                    waiting.modify(key.fileobj, selectors.EVENT_READ)
                    continue
                answer = key.fileobj.recv(4096)[9:12].decode() or "none"
            except OSError:
                answer = "none"
            answers[answer] += 1
            waiting.unregister(key.fileobj)
    return answers


def main():
    count, sources, server = int(sys.argv[1]), sys.argv[2].split(","), sys.argv[3]
    connections = [connect(sources[number % len(sources)], server) for number in range(count)]
    answers = shake_hands(connections)
    say("answers", " ".join(f"{answer}={number}" for answer, number in sorted(answers.items())))
    sys.stdin.readline()
    for connection in connections[::2]:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    say("reset")
    sys.stdin.read()


main()

"""A WebSocket server that does only half of what it should: it serves one client after another at port 80.

It says `ready` when it listens, and `open` when a client is there. To that it sends `raw HEX` as it is, until `reset`, which ends the
connection without goodbye.
"""

import base64
import hashlib
import re
import socket
import struct

from lines import commands, say


def welcome(connection):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)
    key = re.search(rb"(?i)sec-websocket-key: *(\S+)", head)[1]
    # RFC 6455 §4.2.2.
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()
    connection.sendall(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
    )
    say("open")


def main():
    door = socket.create_server(("", 80))
    say("ready")
    words = commands()
    while True:
        connection, _ = door.accept()
        welcome(connection)
        for command, detail in words:
            if command == "reset":
                # An end in the way of socket(7): whatever waits is thrown away, and the peer gets a reset.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                break
            try:
                connection.sendall(bytes.fromhex(detail))
            except OSError:
                pass  # The client has gone already.
        else:
            return
        connection.close()


main()

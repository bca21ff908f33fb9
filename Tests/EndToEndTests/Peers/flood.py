"""Sends as many frames as a connection takes: `flood.py` with the options of `lines.py`.

It says `ready`, and `flooding` when the first million bytes are on their way.
"""

import socket
import struct

from lines import Options, say
from urllib.parse import urlsplit

BROADCAST = bytes.fromhex("ffffffffffff" "02666c6f6f64" "88b5") + bytes(46)
# The key of a mask may be anything, and so be zero.
MESSAGE = struct.pack("!BBL", 0x82, 0x80 | len(BROADCAST), 0) + BROADCAST


def main():
    options = Options()
    uri = urlsplit(options.uri)
    connection = socket.create_connection((uri.hostname, uri.port or 80))
    request = (
        f"GET / HTTP/1.1\r\nHost: {uri.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    )
    if options.user:
        request += f"Authorization: {options.authorization}\r\n"
    connection.sendall((request + "\r\n").encode())
    status = connection.recv(4096).split()[1].decode()
    if status != "101":
        return say("refused", status)
    say("ready")
    batch = MESSAGE * 1000
    connection.setblocking(True)
    sent = 0
    try:
        while True:
            connection.sendall(batch)
            sent += len(batch)
            if sent == 20 * len(batch):
                say("flooding")
    except OSError:
        say("closed")


main()

"""A WebSocket client without a library, so that a test sees and says exactly what is on the wire.

Beside the commands of `lines.py` it knows `raw HEX`, which goes out as it is, and `reset`, which ends the connection without goodbye.
"""

import os
import socket
import struct
import threading
from urllib.parse import urlsplit

from lines import Options, commands, say

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def mask(payload, key):
    keys = key * (len(payload) // 4 + 1)
    return bytes(a ^ b for a, b in zip(payload, keys))


def encode(opcode, payload):
    length = len(payload)
    if length < 126:
        header = struct.pack("!BB", 0x80 | opcode, 0x80 | length)
    elif length < 65_536:
        header = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, length)
    else:
        header = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, length)
    key = os.urandom(4)
    return header + key + mask(payload, key)


def decode(stream):
    """Reads one frame; servers never mask (RFC 6455 §5.1), and ours never fragments."""
    first, second = stream.read(2)
    assert first & 0x80 and not second & 0x80
    length = second
    if second == 126:
        (length,) = struct.unpack("!H", stream.read(2))
    elif second == 127:
        (length,) = struct.unpack("!Q", stream.read(8))
    return first & 0x0F, stream.read(length)


def connect(options):
    uri = urlsplit(options.uri)
    address = (uri.hostname, uri.port or (443 if options.client_tls else 80))
    connection = socket.socket(socket.AF_INET6 if ":" in uri.hostname else socket.AF_INET)
    if options.buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, options.buffer)
    connection.connect(address)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if tls := options.client_tls:
        connection = tls.wrap_socket(connection, server_hostname=uri.hostname)
    return connection


def shake_hands(connection, options):
    uri = urlsplit(options.uri)
    head = [
        f"GET {uri.path or '/'} HTTP/1.1",
        f"Host: {uri.netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    ] + options.header
    if options.authorization:
        head.append(f"Authorization: {options.authorization}")
    connection.sendall("\r\n".join(head + ["", ""]).encode())


def read(stream):
    status = stream.readline().split()[1].decode()
    while stream.readline().strip():
        pass
    if status != "101":
        return say("refused", status)
    say("ready")
    try:
        while True:
            opcode, payload = decode(stream)
            if opcode == BINARY:
                say("frame", payload)
            elif opcode == PONG:
                say("pong", payload)
            elif opcode == CLOSE:
                return say("closed", struct.unpack("!H", payload[:2])[0])
    except (ValueError, OSError):
        say("closed")


def main():
    options = Options()
    connection = connect(options)
    shake_hands(connection, options)
    threading.Thread(target=read, args=[connection.makefile("rb")], daemon=True).start()
    for command, detail in commands():
        if command == "send":
            connection.sendall(encode(BINARY, bytes.fromhex(detail)))
        elif command == "text":
            connection.sendall(encode(TEXT, detail.encode()))
        elif command == "ping":
            connection.sendall(encode(PING, bytes.fromhex(detail)))
        elif command == "close":
            connection.sendall(encode(CLOSE, struct.pack("!H", 1000)))
        elif command == "raw":
            connection.sendall(bytes.fromhex(detail))
        elif command == "reset":
            # Closed by the kernel when the process ends, with a reset instead of an end (socket(7)).
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os._exit(0)


main()

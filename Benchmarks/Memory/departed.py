"""What a server keeps of a thousand clients that were flooded and have left.

    ETHERWS=PATH departed.py        CLIENTS=1000 SCHEME=ws|wss LOOPS=1 ROUNDS=2

All connect and read nothing; one floods with broadcasts, large ones, until nothing more fits in the queues; then all leave at once. Printed is the
resident memory of the server before, with all of them there, at the peak, and 1, 5 and 30 s after they left.
"""

import ctypes
import os
import pathlib
import re
import resource
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent.parent / "Scripts" / "stage"))

from network import Network

ETHERWS = os.path.realpath(os.environ.get("ETHERWS", ".build/release/etherws"))
CLIENTS = int(os.environ.get("CLIENTS", 1000))
SCHEME = os.environ.get("SCHEME", "ws")
LOOPS = os.environ.get("LOOPS", "1")
ROUNDS = int(os.environ.get("ROUNDS", 2))
REQUEST = (
    b"GET / HTTP/1.1\r\nHost: memory\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def enter(namespace):
    with open(namespace) as file:
        assert ctypes.CDLL(None).setns(file.fileno(), 0) == 0


def connect(tls):
    # By loopback, from the server's host: this process has entered it.
    connection = socket.create_connection(("127.0.0.1", 443 if tls else 80), timeout=30)
    connection = tls.wrap_socket(connection) if tls else connection
    connection.sendall(REQUEST)
    assert b" 101 " in connection.recv(4096)
    return connection


def flood(connection, seconds):
    """Many flows, so that many queues are used."""
    connection.settimeout(1)
    sources = [b"\x0a" + struct.pack("!xI", number) for number in range(64)]
    payload = [b"\xff" * 6 + source + b"\x88\xb5" + bytes(1500) for source in sources]
    content = b"".join(struct.pack("!BBHI", 0x82, 0x80 | 126, len(frame), 0) + frame for frame in payload)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            connection.sendall(content)
        except TimeoutError:
            return


def memory(pid):
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) // 1024


def measure(pid, tls):
    values = [memory(pid)]
    connections = [connect(tls) for _ in range(CLIENTS)]
    values.append(memory(pid))
    flooder = connect(tls)
    peak = 0
    for _ in range(20):
        flood(flooder, 0.5)
        peak = max(peak, memory(pid))
    values.append(peak)
    for connection in [flooder, *connections]:
        connection.close()
    left = time.monotonic()
    for seconds in [1, 5, 30]:
        time.sleep(max(0, left + seconds - time.monotonic()))
        values.append(memory(pid))
    return values


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (CLIENTS + 4096,) * 2)
    network, scratch = Network("memory"), tempfile.TemporaryDirectory()
    try:
        network.add("server", "198.18.0.1")
        files = [f"{scratch.name}/key.pem", f"{scratch.name}/cert.pem"]
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=memory"]
        subprocess.run(command + ["-keyout", files[0], "-out", files[1]], check=True, stderr=subprocess.DEVNULL)
        tls = ssl._create_unverified_context() if SCHEME == "wss" else None
        options = ["--keyfile", files[0], "--certfile", files[1]] if tls else []
        arguments = ["--foreground", "--device", "tap0", "--loops", LOOPS, "server", "--max-per-user", CLIENTS + 1, *options]
        log = open(f"{scratch.name}/log", "w")
        server = subprocess.Popen(network.command("server", ETHERWS, *arguments), stderr=log)
        enter(f"/run/netns/{network.prefix}server")
        time.sleep(2)
        print(f"{CLIENTS} clients over {SCHEME}, {LOOPS} loops: resident MiB of the server")
        print(" before  there  peak   1 s   5 s  30 s after they left")
        for _ in range(ROUNDS):
            print(" ".join(f"{value:6}" for value in measure(server.pid, tls)), flush=True)
        server.terminate()
        server.wait()
    finally:
        enter(f"/proc/{os.getppid()}/ns/net")
        network.close()
        scratch.cleanup()


main()

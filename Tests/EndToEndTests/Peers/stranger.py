"""Types its standard input into a connection, and shows what comes back: `stranger.py ADDRESS PORT`.

As `telnet` does, but it hangs up after the last answer, or when nothing more comes for a second.
"""

import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as connection:
    connection.settimeout(1)
    try:
        connection.sendall(sys.stdin.buffer.read())
        while answer := connection.recv(65_536):
            sys.stdout.buffer.write(answer)
    except OSError:
        pass

"""Many clients at once: `crowd.py COUNT` with the options of `lines.py`.

It connects one after another, says `answers STATUS=COUNT …` (`none` for those that were not answered), and holds those that were
admitted until its input ends.
"""

import collections
import socket
import sys
from urllib.parse import urlsplit

from lines import Options, say


def connect(uri):
    connection = socket.create_connection((uri.hostname, uri.port or 80), timeout=20)
    request = (
        f"GET / HTTP/1.1\r\nHost: {uri.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    connection.sendall(request.encode())
    answer = connection.recv(4096).split()
    return connection, answer[1].decode() if len(answer) > 1 else "none"


def main():
    count = int(sys.argv.pop(1))
    uri = urlsplit(Options().uri)
    answers, admitted = collections.Counter(), []
    for _ in range(count):
        try:
            connection, answer = connect(uri)
        except OSError:
            answer = "none"
        answers[answer] += 1
        if answer == "101":
            admitted.append(connection)
    say("answers", " ".join(f"{answer}={number}" for answer, number in sorted(answers.items())))
    sys.stdin.read()


main()

"""What a test and its peer say to each other: a line is a word and, mostly, bytes in hexadecimal digits.

Commands come in: `send HEX`, `text WORDS`, `ping HEX`, `close`.
Events go out:    `ready`, `open`, `frame HEX`, `pong HEX`, `refused STATUS`, `compressed yes|no`, `closed CODE`.
"""

import argparse
import asyncio
import base64
import ssl
import sys


def say(event, detail=""):
    if isinstance(detail, (bytes, bytearray)):
        detail = detail.hex()
    print(f"{event} {detail}".rstrip(), flush=True)


def parse(line):
    word, _, rest = line.rstrip("\n").partition(" ")
    return word, rest


def commands():
    for line in sys.stdin:
        yield parse(line)


async def commands_async():
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        yield parse(line)


class Options:
    """The command line of a peer that is a client or a server."""

    def __init__(self):
        parser = argparse.ArgumentParser()
        parser.add_argument("--uri", help="a client connects to it")
        parser.add_argument("--cacerts", help="a client trusts it")
        parser.add_argument("--port", type=int, help="a server listens on it, at every address")
        parser.add_argument("--certfile", help="a server shows it")
        parser.add_argument("--keyfile", help="the key of that")
        parser.add_argument("--user", help="NAME:PASSWORD, which a client sends and a server demands")
        parser.add_argument("--buffer", type=int, help="a client, written by hand, receives no more bytes at once")
        parser.add_argument("--longest", type=int, default=1 << 20, help="a server takes no longer message, if it can tell")
        parser.add_argument("--profile", help="a browser keeps its files in this folder")
        parser.add_argument("--header", action="append", default=[], help="a client sends it, if it is written by hand")
        parser.parse_args(namespace=self)

    @property
    def name_and_password(self):
        return tuple(self.user.split(":", 1)) if self.user else None

    @property
    def authorization(self):
        return "Basic " + base64.b64encode(self.user.encode()).decode() if self.user else None

    @property
    def client_tls(self):
        return ssl.create_default_context(cafile=self.cacerts) if self.uri.startswith("wss:") else None

    @property
    def server_tls(self):
        if not self.certfile:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certfile, self.keyfile)
        return context
